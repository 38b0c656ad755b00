from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "casa.core.vault"
    label = "vault"
