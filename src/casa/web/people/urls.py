from django.urls import path

from casa.web.people import importing, tags, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/import/", importing.begin, name="people_import"),
    path("people/import/example.csv", importing.example, name="people_import_example"),
    path("people/import/<uuid:id>/", importing.one, name="people_import_one"),
    path("people/import/<uuid:id>/start/", importing.start, name="people_import_start"),
    path("people/import/<uuid:id>/take-back/", importing.take_back, name="people_import_back"),
    path("people/tag/", tags.many, name="people_tag"),
    path("people/tags/", tags.all_tags, name="tags"),
    path("people/tags/<uuid:id>/", tags.change_tag, name="tag_change"),
    path("people/<uuid:id>/", views.person, name="person"),
    path("people/<uuid:id>/name/", views.rename, name="person_name"),
    path("people/<uuid:id>/notes/", views.notes, name="person_notes"),
    path("people/<uuid:id>/tag/", views.tag, name="person_tag"),
    path("people/<uuid:id>/birthday/", views.birthday, name="person_birthday"),
    path("people/<uuid:id>/ai/", views.ai, name="person_ai"),
    path("people/<uuid:id>/identity/", views.add_identity, name="person_identity"),
    path("people/<uuid:id>/stop/", views.stop, name="person_stop"),
    path("people/<uuid:id>/merge/", views.merge, name="person_merge"),
    path("people/<uuid:id>/split/", views.split, name="person_split"),
]
