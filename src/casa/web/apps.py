from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "casa.web"
    label = "web"
