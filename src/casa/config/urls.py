"""Every address of Casa that Django serves. Webhooks and the live stream never get here (see ``asgi.py``)."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
