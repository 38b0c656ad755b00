from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "casa.core.privacy"
    label = "privacy"
