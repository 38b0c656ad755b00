from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "casa.core.people"
    label = "people"
