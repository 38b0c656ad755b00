from django.apps import AppConfig


class TemplatesConfig(AppConfig):
    name = "casa.core.templates"
    label = "templates"
