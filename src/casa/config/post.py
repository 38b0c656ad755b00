"""Django's road to the mail server, with a folder beside it for what the server does not take."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend as Files
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.message import EmailMessage

from casa.config.paths import make_folder

log = logging.getLogger(__name__)


class Folder(Files):
    """A file for each letter, in a folder that no other account may open."""

    def __init__(self, **options: Any) -> None:
        make_folder(Path(settings.EMAIL_FILE_PATH))
        super().__init__(**options)


class Post(Smtp):
    """Sends by SMTP; what the server does not take is kept in the folder, and the page goes on.

    A page that broke would also tell a stranger that the address they tried has an account.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages) or 0
        except OSError as error:  # SMTPException is one
            log.warning("mail could not be sent (%s); it lies in the mail folder", type(error).__name__)
            return Folder().send_messages(email_messages) or 0
