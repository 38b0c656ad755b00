from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "casa.core.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Each request to a third party is counted."""
        from casa.core.privacy.transfers import transfers
        from casa.lib.http import tell_of_requests

        tell_of_requests(transfers.note)
