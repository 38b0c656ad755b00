from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "casa.core.inbox"
    label = "inbox"
