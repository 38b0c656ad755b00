"""Addresses of saved texts, below ``/w/<workspace>/``."""

from django.urls import path

from casa.web.replies import editor, views

urlpatterns = [
    path("replies/", views.replies, name="replies"),
    path("replies/take/", views.take_starters, name="reply_take"),
    path("replies/links/", views.links, name="reply_links"),
    path("replies/new/", editor.new, name="reply_new"),
    path("replies/read/", editor.read, name="reply_read"),
    path("replies/people/", editor.people, name="reply_people"),
    path("replies/<uuid:id>/", editor.edit, name="reply"),
    path("replies/<uuid:id>/save/", editor.save, name="reply_save"),
    path("replies/<uuid:id>/drop/", editor.drop, name="reply_drop"),
    path("replies/<uuid:id>/archive/", views.archive, name="reply_archive"),
    path("replies/<uuid:id>/restore/", views.restore, name="reply_restore"),
    path("replies/<uuid:id>/picture/", editor.add, name="reply_picture_add"),
    path("replies/pictures/<uuid:id>/", editor.picture, name="reply_picture"),
    path("replies/pictures/<uuid:id>/remove/", editor.remove, name="reply_picture_remove"),
]
