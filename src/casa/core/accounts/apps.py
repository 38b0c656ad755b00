from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "casa.core.accounts"
    label = "accounts"
