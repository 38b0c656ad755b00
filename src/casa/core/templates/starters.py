"""Texts to begin with: ten for hosts, six for service firms. Each passes the linter as what it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from casa.core.templates import rules
from casa.core.templates.models import Template
from casa.core.templates.queries import templates

HOSTS, SERVICES = "hosts", "services"


@dataclass(frozen=True, slots=True)
class Starter:
    """A text to begin with: ``bodies`` by language, ``trade`` is who says such things."""

    name: str
    kind: str
    trade: str
    bodies: dict[str, str]


def starters(trade: str = "") -> tuple[Starter, ...]:
    """All of them, or one trade's. They say ``{{ brand.name }}``, so that they are right for any brand."""
    return tuple(one for one in STARTERS if trade in ("", one.trade))


def take(trade: str = "", names: Iterable[str] | None = None) -> list[Template]:
    """Keep starters as saved texts of every brand; those whose name is taken already are left out."""
    wanted = None if names is None else set(names)
    taken = set(templates().values_list("name", flat=True))
    new = [one for one in starters(trade) if one.name not in taken and (wanted is None or one.name in wanted)]
    return [rules.make(one.name, one.kind, one.bodies) for one in new]


STARTERS = (
    Starter("Booking thanks", "service", HOSTS, {
        "en": 'Hi {{ guest.first_name | "there" }}, thanks for booking {{ home.name | "your stay" }} from '
              "{{ stay.arrival }} to {{ stay.departure }}. Questions? Just answer here. {{ host.first_name }}",
        "es": 'Hola {{ guest.first_name | "" }}, gracias por reservar {{ home.name | "con nosotros" }} del '
              "{{ stay.arrival }} al {{ stay.departure }}. Para cualquier pregunta, responde a este mensaje. "
              "{{ host.first_name }}",
        "fr": 'Bonjour {{ guest.first_name | "" }}, merci pour votre séjour à {{ home.name | "la maison" }} du '
              "{{ stay.arrival }} au {{ stay.departure }}. Une question ? Répondez ici. {{ host.first_name }}",
    }),
    Starter("How to get in", "service", HOSTS, {
        "en": '{{ home.name }} is at {{ home.address }}. Check-in from {{ stay.check_in }}. Door code: '
              '{{ code.door | "coming on the day before" }}. Write here if anything is unclear. {{ host.first_name }}',
        "es": '{{ home.name }} se encuentra en {{ home.address }}. Entrada a partir de las {{ stay.check_in }}. Clave '
              'de la puerta: {{ code.door | "llega el día antes" }}. {{ host.first_name }}',
        "fr": "{{ home.name }} se trouve au {{ home.address }}. Arrivée dès {{ stay.check_in }}. Code de la porte : "
              '{{ code.door | "la veille" }}. Écrivez-moi ici en cas de doute. {{ host.first_name }}',
    }),
    Starter("When do you arrive?", "service", HOSTS, {
        "en": 'Hi {{ guest.first_name | "there" }}, {{ home.name }} is ready for you from {{ stay.check_in }} on '
              "{{ stay.arrival }}. About when do you arrive? {{ host.first_name }}",
        "es": 'Hola {{ guest.first_name | "" }}, {{ home.name }} queda lista el {{ stay.arrival }} desde las '
              "{{ stay.check_in }}. Sobre qué hora llegas? {{ host.first_name }}",
        "fr": 'Bonjour {{ guest.first_name | "" }}, {{ home.name }} vous attend le {{ stay.arrival }} dès '
              "{{ stay.check_in }}. Vers quelle heure arrivez-vous ? {{ host.first_name }}",
    }),
    Starter("Wifi", "reply", HOSTS, {
        "en": 'The wifi is {{ home.wifi_name }}, the password is {{ code.wifi | "on the card by the router" }}.',
        "es": 'El wifi es {{ home.wifi_name }}, la clave es {{ code.wifi | "la de la tarjeta junto al router" }}.',
        "fr": 'Le wifi est {{ home.wifi_name }}, le mot de passe {{ code.wifi | "est sur la carte du routeur" }}.',
    }),
    Starter("First evening", "service", HOSTS, {
        "en": 'Hi {{ guest.first_name | "there" }}, did you settle in well at {{ home.name }}? If anything is missing, '
              "tell me here and I see to it. {{ host.first_name }}",
    }),
    Starter("Checkout tomorrow", "reminder", HOSTS, {
        "en": 'Hi {{ guest.first_name | "there" }}, checkout from {{ home.name }} is {{ stay.departure }} by '
              "{{ stay.check_out }}. Please leave the keys inside and close the windows. Safe travels. "
              "{{ host.first_name }}",
        "es": 'Hola {{ guest.first_name | "" }}, la salida de {{ home.name }} es el {{ stay.departure }} antes de las '
              "{{ stay.check_out }}. Deja las llaves dentro, por favor. Buen viaje. {{ host.first_name }}",
        "fr": 'Bonjour {{ guest.first_name | "" }}, le départ de {{ home.name }} est le {{ stay.departure }} avant '
              "{{ stay.check_out }}. Merci de laisser les clefs dedans. Bonne route. {{ host.first_name }}",
    }),
    Starter("Later checkout", "reply", HOSTS, {
        "en": "I look at the calendar and tell you this evening whether you can leave later than {{ stay.check_out }}. "
              "{{ host.first_name }}",
    }),
    Starter("Ask for a review", "service", HOSTS, {
        "en": 'Hi {{ guest.first_name | "there" }}, thank you for staying at {{ home.name }}. If you have two minutes, '
              "a few honest words in a review mean a lot to us. {{ host.first_name }}",
    }),
    Starter("Something left behind", "reply", HOSTS, {
        "en": "I ask the team to look for it and tell you today what we find. We can post it to you. "
              "{{ host.first_name }}",
    }),
    Starter("Quiet weeks, past guests", "marketing", HOSTS, {
        "en": '{{ brand.name }}: Hi {{ guest.first_name | "there" }}, 15% off any Sunday to Thursday stay in November, '
              "for past guests. Answer with your dates and we hold them.",
        "es": '{{ brand.name }}: Hola {{ guest.first_name | "" }}, 15% de descuento de domingo a jueves en noviembre '
              "para quienes ya nos conocen. Responde con tus fechas.",
        "fr": '{{ brand.name }}: Bonjour {{ guest.first_name | "" }}, 15% de remise du dimanche au jeudi en novembre '
              "pour nos anciens clients. Répondez avec vos dates.",
    }),
    Starter("Appointment booked", "service", SERVICES, {
        "en": '{{ brand.name }}: {{ appointment.service | "your appointment" }} is booked for {{ appointment.date }} '
              'at {{ appointment.time }} with {{ appointment.staff | "us" }}. To move it, answer here.',
    }),
    Starter("Appointment tomorrow", "reminder", SERVICES, {
        "en": '{{ brand.name }}: {{ appointment.service | "your appointment" }} on {{ appointment.date }} at '
              "{{ appointment.time }}. Reply C to confirm, R for another time, X if you can't come.",
        "es": '{{ brand.name }}: {{ appointment.service | "tu cita" }}, {{ appointment.date }} a las '
              "{{ appointment.time }}. Responde C para confirmar, R para otra hora, X si no puedes venir.",
        "fr": '{{ brand.name }}: {{ appointment.service | "votre rendez-vous" }} le {{ appointment.date }} à '
              "{{ appointment.time }}. Répondez C pour confirmer, R pour changer, X si vous ne venez pas.",
    }),
    Starter("On our way", "service", SERVICES, {
        "en": 'Hi {{ guest.first_name | "there" }}, {{ appointment.staff | "we" }} will be with you in about 20 '
              'minutes. {{ brand.name }}',
    }),
    Starter("Running late", "reply", SERVICES, {
        "en": 'Hi {{ guest.first_name | "there" }}, we are about 15 minutes late and sorry for it. Is that still fine? '
              "{{ brand.name }}",
    }),
    Starter("How was it?", "service", SERVICES, {
        "en": 'Hi {{ guest.first_name | "there" }}, was all as you wanted with {{ appointment.service | "us" }}? '
              "Answer here and it reaches a person. {{ brand.name }}",
    }),
    Starter("Spring check", "marketing", SERVICES, {
        "en": '{{ brand.name }}: Hi {{ guest.first_name | "there" }}, 10% off spring checks booked this month. Answer '
              "with a day that suits you.",
    }),
)  # fmt: skip
