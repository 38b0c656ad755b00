from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "casa.core.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Each request to a third party is counted; each message is looked at for a right that it may use."""
        from casa.core.inbox import events
        from casa.core.privacy.noticing import notice
        from casa.core.privacy.transfers import transfers
        from casa.lib.http import tell_of_requests

        tell_of_requests(transfers.note)
        events.BEFORE_DRAFTING.append(notice)
