from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "casa.core.consent"
    label = "consent"
