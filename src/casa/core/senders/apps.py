from django.apps import AppConfig


class SendersConfig(AppConfig):
    name = "casa.core.senders"
    label = "senders"
