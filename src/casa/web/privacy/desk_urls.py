from django.urls import path

from casa.web.privacy import desk, keeping, maybe

urlpatterns = [
    path("privacy/requests/", desk.requests, name="privacy_requests"),
    path("privacy/requests/<uuid:id>/", desk.one, name="privacy_request"),
    path("privacy/requests/<uuid:id>/vouch/", desk.vouch, name="privacy_request_vouch"),
    path("privacy/requests/<uuid:id>/do/", desk.fulfil, name="privacy_request_do"),
    path("privacy/requests/<uuid:id>/extend/", desk.extend, name="privacy_request_extend"),
    path("privacy/requests/<uuid:id>/refuse/", desk.refuse, name="privacy_request_refuse"),
    path("privacy/maybe/<uuid:id>/is/", maybe.is_one, name="privacy_maybe_is"),
    path("privacy/maybe/<uuid:id>/not/", maybe.is_none, name="privacy_maybe_not"),
    path("privacy/people/<uuid:id>/", desk.person, name="privacy_person"),
    path("privacy/people/<uuid:id>/ask/", desk.ask, name="privacy_ask"),
    path("privacy/people/<uuid:id>/link/", desk.link, name="privacy_link"),
    path("privacy/people/<uuid:id>/hold/", keeping.hold, name="privacy_hold"),
    path("privacy/holds/<uuid:id>/lift/", keeping.lift, name="privacy_lift"),
    path("privacy/erasures/<uuid:id>/", desk.erasure, name="privacy_erasure"),
    path("privacy/copies/<uuid:id>/", desk.copy, name="privacy_copy"),
    path("privacy/copy/", keeping.copy_all, name="privacy_copy_all"),
    path("privacy/retention/", keeping.retention, name="privacy_retention"),
]
