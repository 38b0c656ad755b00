"""Every address that Django serves. Webhooks, the live stream and static files never get here (see ``asgi.py``)."""

from django.urls import URLPattern, URLResolver, include, path

from casa.web.accounts import views as accounts
from casa.web.today.views import today

workspace: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("", include("casa.web.inbox.urls")),
    path("", include("casa.web.people.urls")),
    path("", include("casa.web.campaigns.urls")),
    path("", include("casa.web.campaigns.sequences_urls")),
    path("", include("casa.web.replies.urls")),
    path("", include("casa.web.consent.urls")),
    path("", include("casa.web.senders.urls")),
    path("", include("casa.web.appointments.urls")),
    path("", include("casa.web.knowledge.urls")),
    path("", include("casa.web.connections.urls")),
    path("", include("casa.web.privacy.urls")),
    path("", include("casa.web.privacy.desk_urls")),
    path("", include("casa.web.privacy.incident_urls")),
    path("", include("casa.web.guest.preview_urls")),
    path("", include("casa.web.settings.urls")),
]

urlpatterns = [
    path("", accounts.home, name="home"),
    path("account/", include("allauth.urls")),
    path("invitation/<str:token>/", accounts.invitation, name="invitation"),
    path("media/<str:token>", accounts.media, name="public_media"),
    path("oauth/done/", accounts.oauth_done, name="oauth_done"),
    path("offline/", accounts.offline, name="offline"),
    path("g/", include("casa.web.guest.urls")),
    path("p/", include("casa.web.privacy.public_urls")),
    path("p/", include("casa.web.public.urls")),
    path("w/<slug:workspace>/", include(workspace)),
]
handler403 = "casa.web.accounts.views.forbidden"
handler404 = "casa.web.accounts.views.not_found"
