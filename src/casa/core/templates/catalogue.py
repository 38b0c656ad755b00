"""The names that a saved text may use: the whole list, with what each means, an example and who may read it."""

from dataclasses import dataclass
from datetime import date, datetime, time

Value = str | int | date | datetime | time

PUBLIC = "public"  # printed on the house's own pages
PERSONAL = "personal"  # about one guest
GUARDED = "guarded"  # opens a door or a network: only for a guest with a booked stay, shortly before and during it


@dataclass(frozen=True, slots=True)
class Variable:
    """A name, in words. ``needs``: the facts it comes from (person, stay, home, brand, appointment, links)."""

    name: str
    words: str
    example: Value
    personal: str
    needs: str

    @property
    def group(self) -> str:
        return self.name.split(".")[0]


GROUPS = {
    "guest": "The guest",
    "stay": "Their stay",
    "home": "The home",
    "brand": "Your business",
    "host": "You",
    "appointment": "Their appointment",
    "link": "Your links",
    "code": "Codes",
}
LINKS = {
    "booking": "Where people book",
    "offer": "The page of an offer",
    "guide": "The guide to the home",
    "review": "Where they leave a review",
    "preferences": "Where they choose what they get",
}

_VARIABLES = (
    Variable("guest.first_name", "First name", "Anna", PERSONAL, "person"),
    Variable("guest.full_name", "Whole name", "Anna Diaz", PERSONAL, "person"),
    Variable("stay.arrival", "Day of arrival", date(2026, 10, 16), PERSONAL, "stay"),
    Variable("stay.departure", "Day of departure", date(2026, 10, 19), PERSONAL, "stay"),
    Variable("stay.check_in", "Check-in time", time(16), PERSONAL, "stay"),
    Variable("stay.check_out", "Checkout time", time(11), PERSONAL, "stay"),
    Variable("stay.nights", "How many nights", 3, PERSONAL, "stay"),
    Variable("stay.guests", "How many guests", 4, PERSONAL, "stay"),
    Variable("stay.code", "Booking number", "HMABCDEF12", PERSONAL, "stay"),
    Variable("home.name", "Name of the home", "Laurel Cottage", PUBLIC, "home"),
    Variable("home.city", "Town", "Asheville", PUBLIC, "home"),
    Variable("home.address", "Address of the home", "12 Laurel Lane, Asheville", PERSONAL, "home"),
    Variable("home.wifi_name", "Name of the wifi", "Laurel-Guest", PERSONAL, "home"),
    Variable("brand.name", "Your business's name", "Laurel & Pine", PUBLIC, "brand"),
    Variable("brand.phone", "Your phone", "(828) 555-0100", PUBLIC, "brand"),
    Variable("brand.email", "Your e-mail", "hello@laurelpine.example", PUBLIC, "brand"),
    Variable("host.first_name", "How you sign", "Ines", PUBLIC, "brand"),
    Variable("appointment.service", "What is booked", "Haircut", PERSONAL, "appointment"),
    Variable("appointment.date", "Day of the appointment", date(2026, 10, 16), PERSONAL, "appointment"),
    Variable("appointment.time", "Time of the appointment", time(14, 30), PERSONAL, "appointment"),
    Variable("appointment.staff", "Who they see", "Sam", PERSONAL, "appointment"),
    Variable("appointment.place", "Where it is", "12 Main Street", PERSONAL, "appointment"),
    *(Variable(f"link.{key}", words, f"laurelpine.example/{key}", PUBLIC, "links") for key, words in LINKS.items()),
    Variable("code.door", "Door code", "4821", GUARDED, "stay"),
    Variable("code.wifi", "Wifi password", "maple-river-9", GUARDED, "stay"),
)
VARIABLES: dict[str, Variable] = {variable.name: variable for variable in _VARIABLES}
EXAMPLES: dict[str, Value] = {variable.name: variable.example for variable in _VARIABLES}
