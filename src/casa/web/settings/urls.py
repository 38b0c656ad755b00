from django.urls import path

from casa.web.settings import closing, views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/me/", views.me, name="settings_me"),
    path("settings/workspace/", views.workspace, name="settings_workspace"),
    path("settings/exceptions/", views.exceptions, name="settings_exceptions"),
    path("settings/brand/", views.brand, name="settings_brand"),
    path("settings/invite/", views.invite, name="settings_invite"),
    path("settings/members/<uuid:id>/", views.member, name="settings_member"),
    path("settings/members/<uuid:id>/remove/", views.remove, name="settings_member_remove"),
    path("settings/closing/", closing.page, name="settings_closing"),
    path("settings/closing/close/", closing.close, name="settings_close"),
    path("settings/closing/reopen/", closing.reopen, name="settings_reopen"),
]
