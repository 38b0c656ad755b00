from django.urls import path

from casa.web.guest import preview

urlpatterns = [
    path("privacy/people/<uuid:id>/preview/", preview.one, name="privacy_preview"),
    path("privacy/preview/", preview.newest, name="privacy_preview_newest"),
]
