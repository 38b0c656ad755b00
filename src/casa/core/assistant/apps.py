from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "casa.core.assistant"
    label = "assistant"
