from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "casa.core.connections"
    label = "connections"
