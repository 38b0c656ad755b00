from django.apps import AppConfig


class StaysConfig(AppConfig):
    name = "casa.core.stays"
    label = "stays"
