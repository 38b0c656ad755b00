from django.urls import path

from casa.web.public import preferences, views

urlpatterns = [
    path("me/<str:token>", preferences.mine, name="public_preferences"),
    path("yes/<str:token>", views.yes, name="public_yes"),
    path("<str:token>/form", views.form, name="public_form"),
    path("<str:token>", views.page, name="public_page"),
]
