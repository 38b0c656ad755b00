from django.urls import path

from casa.web.guest import views

urlpatterns = [path("<str:token>", views.mine, name="guest")]
