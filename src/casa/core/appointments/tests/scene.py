"""A small service firm: one service, two colleagues, somebody who books."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from casa.core.appointments.models import Service, Staff
from casa.core.appointments.queries import zone
from casa.core.appointments.setting_up import save_service, save_staff
from casa.core.people.models import Person
from casa.core.people.rules import recognise

EVERY_DAY = tuple((day, time(8), time(20)) for day in range(7))
PHONE = "+18285550142"


@dataclass(frozen=True)
class Firm:
    service: Service
    omar: Staff
    lena: Staff
    person: Person
    clock: ZoneInfo

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A local time some days from today."""
        day = timezone.localdate(timezone=self.clock) + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), self.clock)


def make_firm(phone: str = PHONE) -> Firm:
    """Inside an open scope."""
    return Firm(
        save_service(None, "Gutter cleaning", 60, buffer=30, price=18900),
        save_staff(None, "Omar Haddad", week=EVERY_DAY),
        save_staff(None, "Lena Fox", week=EVERY_DAY),
        recognise("phone", phone, "Hannah Lindqvist"),
        zone(),
    )
