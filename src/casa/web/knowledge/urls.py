from django.urls import path

from casa.web.knowledge import views

urlpatterns = [
    path("knowledge/", views.knowledge, name="knowledge"),
    path("knowledge/write/", views.write, name="knowledge_write"),
    path("knowledge/import/", views.import_file, name="knowledge_import"),
    path("knowledge/door/<uuid:id>/", views.door, name="knowledge_door"),
    path("knowledge/try/", views.try_question, name="knowledge_try"),
    path("knowledge/<uuid:id>/", views.change, name="knowledge_change"),
    path("knowledge/<uuid:id>/remove/", views.remove, name="knowledge_remove"),
    path("knowledge/<uuid:id>/restore/", views.restore, name="knowledge_restore"),
]
