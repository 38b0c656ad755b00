from django.urls import path

from casa.web.privacy import policies

urlpatterns = [path("<uuid:business>/<slug:kind>", policies.public, name="public_policy")]
