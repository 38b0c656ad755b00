"""What Casa asks of allauth: no open user names, secrets sealed, one place to land."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

PURPOSE = b"casa second factor"


class AccountAdapter(DefaultAccountAdapter):
    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        """Whoever signs in reads what has changed in the policies before anything else."""
        from casa.web.unread import note_unread  # models are not there yet when allauth reads this file

        note_unread(request, user)
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Casa has no user names."""

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and str(url).startswith("/") and not str(url).startswith("//")


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed under a key derived from the master key (ASVS 11.3, 13.3)."""

    def encrypt(self, text: str) -> str:
        master = settings.MASTER_KEYS
        epoch = master.current
        sealed = master.wrap(epoch, text.encode(), PURPOSE)
        return f"{epoch}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        epoch, sealed = encrypted_text.split(":", 1)
        return str(settings.MASTER_KEYS.unwrap(int(epoch), base64.b64decode(sealed), PURPOSE).decode())
