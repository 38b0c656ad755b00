from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "casa.core.campaigns"
    label = "campaigns"
