from django.urls import path

from casa.web.connections import views

urlpatterns = [
    path("connections/", views.connections, name="connections"),
    path("connections/new/<slug:provider>/", views.new, name="connection_new"),
    path("connections/<uuid:id>/", views.connection, name="connection"),
    path("connections/<uuid:id>/sync/", views.sync, name="connection_sync"),
    path("connections/<uuid:id>/disconnect/", views.disconnect, name="connection_disconnect"),
    path("connections/<uuid:id>/retry/", views.retry, name="connection_retry"),
    path("connections/authorize/<slug:provider>/", views.authorize, name="connection_authorize"),
]
