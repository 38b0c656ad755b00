from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "casa.core.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """What has to follow in the very transaction of a change is handed to the inbox, which knows no room above."""
        from casa.core.campaigns import planning, reminders
        from casa.core.inbox import events

        events.WITH_STAY.append(planning.with_stay)
        events.WITH_APPOINTMENT.append(planning.with_visit)
        events.BEFORE_DRAFTING.append(reminders.take_answer)
