from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "casa.core.appointments"
    label = "appointments"
