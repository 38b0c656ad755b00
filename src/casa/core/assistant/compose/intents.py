"""What a guest asks for: by keywords first, then by meaning where the model is installed.

All patterns are written folded (lower case, no accents), English | Spanish | French.
"""

import re
from functools import lru_cache

from casa.core.assistant import embed
from casa.core.assistant.concepts import concepts_in, gloss
from casa.core.assistant.text import fold
from casa.core.assistant.when import asked_time

_IN = r"check(?:ing|ed)?[ -]?in\b"
_OUT = r"check(?:ing|ed)?[ -]?outs?\b"
_A_BIT = r"(?:a (?:bit|little|few hours|couple of hours) |some |un poco |un peu |\d+ hours? |an hour )?"

KEYWORDS: dict[str, str] = {
    "late_checkout": (
        rf"late(?:r)? {_OUT}|{_OUT} {_A_BIT}(?:late|later|after)\b"
        rf"|(?:leave|go|depart|vacate) {_A_BIT}later|stay {_A_BIT}(?:longer|later)\b(?! than)"
        rf"|(?:extend|push back) (?:the |our |my )?{_OUT}|salida (?:mas )?(?:tarde|tardia)"
        r"|salir (?:un poco )?mas tarde|irnos mas tarde|dejar (?:la casa|el piso) mas tarde"
        r"|late check ?out|depart (?:un peu )?(?:plus )?tardi?f?\b"
        r"|(?:partir|quitter|liberer|rester)\b.{0,25}plus (?:tard|longtemps)"
    ),
    "early_checkin": (
        rf"early {_IN}|earlier {_IN}|{_IN} {_A_BIT}(?:early|earlier|before)\b"
        rf"|(?:arriv\w+|come|get (?:in|there|into)|be there|drop by|move in) {_A_BIT}(?:early|earlier"
        rf"|sooner|before {_IN})|entrada (?:anticipada|temprana)"
        r"|(?:llegar|entrar) (?:un poco )?(?:antes|mas temprano)|early check ?in"
        r"|arrivee (?:anticipee|en avance)"
        r"|(?:arriver|entrer|acceder|venir)\b.{0,25}(?:plus tot|en avance)"
    ),
    "checkin_time": (
        rf"(?<!self ){_IN}"
        r"|what time (?:can|may|do|should|could) (?:we|i) (?:come|arrive|get in|get there|enter)"
        r"|when (?:can|may|do|could) (?:we|i) (?:come|arrive|get in|enter|move in)"
        r"|hora de (?:entrada|llegada)"
        r"|(?:a )?(?:que hora|cuando)\b.{0,20}\b(?:entrar|llegar|entrada|acceder)"
        r"|heure d'?\s?(?:arrivee|entree)"
        r"|(?:a quelle heure|quand)\b.{0,30}\b(?:arriver|entrer|arrivee|acceder)"
    ),
    "checkout_time": (
        rf"{_OUT}|what time (?:do|should|must) (?:we|i) (?:leave|be out|go|vacate)"
        r"|when (?:do|must|should) (?:we|i) (?:need to |have to )?(?:leave|be out|vacate)|hora de salida"
        r"|(?:a )?(?:que hora|cuando)\b.{0,25}\b(?:salir|irnos|salida|dejar (?:la|el))"
        r"|heure (?:de|du) depart|(?:a quelle heure|quand)\b.{0,30}\b(?:partir|quitter|liberer|depart)"
    ),
    "wifi": r"wi-?fi|\binternet\b|\bwlan\b|network (?:name|password)",
    "door_code": (
        r"(?:door|entry|access|gate|lock|key ?pad|front[- ]door|house) codes?"
        r"|codes? (?:for|to|of) (?:the |our |my )?(?:\w+ )?(?:door|house|home|lock|gate|apartment|place"
        r"|cottage|cabin)"
        r"|(?:what(?:'s| is| was)|need|send|get|have|give|share|tell|receive|forgot"
        r"|lost)\b.{0,30}\bcodes?\b|\bcode\b\??$|lock ?box|key ?safe"
        r"|how (?:do|can|will|should) (?:we|i) (?:get in(?:side|to)?|enter|access)\b|self check ?-?in"
        r"|where (?:are|is|do we|do i|can we|can i).{0,20}\bkeys?\b|codigo"
        r"|como (?:entramos|entro|se entra)|(?:recoger|donde estan) las llaves"
        r"|code (?:de (?:la )?porte|d'?\s?(?:entree|acces)|pour)|digicode"
        r"|(?:quel est|envoyer|donner|recevoir|avoir) .{0,15}\bcode\b|comment (?:on )?entr\w+"
        r"|(?:recuperer|ou sont) les cles"
    ),
    "address": (
        r"(?<!email )(?<!e-mail )\baddress\b|directions? to|driving directions"
        r"|where (?:exactly )?(?:is|are) (?:the |your )?(?:house|apartment|place|home|cottage|flat"
        r"|property|cabin|villa|you\b|it\b(?: located)?)"
        r"|how (?:do|can|would) (?:we|i) (?:get|find|drive) (?:there|to (?:the|your) (?:house|place"
        r"|apartment|cottage|home|cabin|property)|you|the house|the place|it)\b|(?:exact|your) location"
        r"|google maps|direccion|como (?:llegar|llegamos|se llega)"
        r"|donde (?:esta|queda) (?:la casa|el (?:apartamento|piso|alojamiento))|ubicacion|adresse"
        r"|comment (?:venir|se rendre|y aller)"
        r"|ou (?:se trouve|est) (?:la maison|le logement|l'appartement)|itineraire"
    ),
    "parking": (
        r"parking|(?:can|do|could|to|we|i|where|should) park\b"
        r"|park (?:our|my|the|a|two|\d|in|on|at|there|outside)|driveway|carport|garage(?! (?:code|door))"
        r"|(?:room|space|spot|place) for (?:a |our |my |two |three |\d )*(?:cars?|vans?|rv|vehicles?)"
        r"|(?:put|leave|fit) (?:the|our|my|a|two|\d) (?:cars?|vans?)"
        r"|donde .{0,12}(?:dej\w+|pon\w+) .{0,12}(?:coches?|carros?|autos?)|ou .{0,12}laiss\w+ .{0,12}voitures?"
        r"|(?:lugar|sitio|espacio|plaza) para .{0,14}(?:coches?|carros?|autos?)"
        r"|places? pour .{0,14}voitures?|aparcamiento|estacionamiento|aparcar|estacionar|parqueadero"
        r"|(?:se |me |nous )?garer|stationne(?:r|ment)"
    ),
    "capacity": (
        r"how many (?:people|guests|persons|adults)|sleeps? (?:how many|\d)"
        r"|max(?:imum)? (?:number of )?(?:guests|people|occupancy)|cuantas personas"
        r"|combien de (?:personnes|voyageurs)"
    ),
    "stay_dates": (
        r"(?:when|what) (?:is|are|was) (?:my|our) (?:booking|reservation|stay|dates)|what dates"
        r"|(?:confirm|check|remind).{0,12}(?:my|our) (?:dates|booking|reservation)"
        r"|(?:is|are) (?:my|our) (?:booking|reservation) confirmed|cuando es (?:mi|nuestra) reserva"
        r"|(?:fechas|dates) de (?:mi|nuestra|mon|notre) (?:reserva|sejour|reservation)"
    ),
    "arrival_info": (
        r"(?:we|i)(?:'ll| will| should| plan to| expect to| hope to|'re| are|'m| am)?(?: be| probably"
        r"| likely)* (?:arriv\w+|land(?:ing)?|get(?:ting)? there|there (?:at|around|by))"
        r"|our (?:flight|train) (?:arrives|lands|gets in)"
        r"|(?:will|should|plan to|expect to|hope to) (?:arrive|land|get there|be there)"
        r"|(?:get|be|make it) (?:in|there) (?:until|till|before|around|at|by|about) |llegaremos"
        r"|llegamos (?:a|sobre|hacia)|llegare|nous (?:arrivons|arriverons)|on (?:arrive|arrivera)"
        r"|(?:possible|can (?:we|i)|could (?:we|i)|podemos|puedo|peut-on|pouvons-nous"
        r"|on peut)\b.{0,12}(?:arriv(?:e|er|ing)\b|llegar)"
    ),
}
KEYWORDS = {name: rf"(?:{pattern})" for name, pattern in KEYWORDS.items()}

# Where both are found, only the first is meant.
_COVERS = {
    "late_checkout": ("checkout_time",),
    "early_checkin": ("checkin_time", "arrival_info"),
    "checkin_time": ("arrival_info",),
    "wifi": ("door_code",),
    "parking": ("address",),
    "door_code": ("checkin_time",),
}

_HAVE = re.compile(
    r"\b(?:is|are) there|(?:do|does|did|have|has|got) (?:you|it|the|u)\b|\bany\b|provide|(?:is"
    r"|are) .{0,30}(?:included|available|provided)|should (?:we|i) bring|need to bring|come with|\bhay\b"
    r"|tienen?\b|disponen?|y a[- ]t[- ]il|il y a|avez[- ]vous|vous avez|est[- ]ce qu'il y a|dispose|equipe"
)
# "Where is the dryer" and "how does it work" ask for more than a list can say: the house knowledge answers.
_HOW = re.compile(r"^\W*(?:and |so |y |et )?(?:how|where|when|what|which|why|como|donde|cuando|comment|ou|quand)\b")
# These are answered by their own facts, not from the list of amenities.
_NOT_AMENITIES = frozenset({"pets", "smoking", "wi-fi", "parking", "door code", "party", "keys", "luggage"})

# A few ways of saying each thing, compared by meaning when no keyword was found.
PROTOTYPES: dict[str, tuple[str, ...]] = {
    "wifi": ("How do we get online?", "How do I connect my laptop to the network?"),
    "door_code": ("How do we open the door when we get there?", "How will we be able to enter the apartment?"),
    "checkin_time": ("From what time is the apartment ready for us?", "At what hour can we get access?"),
    "checkout_time": ("By what hour do we have to be gone on the last day?", "When do you need us out of the house?"),
    "early_checkin": ("Our flight lands in the morning, can we have the room before the normal time?",),
    "late_checkout": ("Could we keep the room a few more hours on the last day?",),
    "address": ("What should I put in the navigation to find you?", "What street are you on?"),
    "parking": ("Where should we put the car?", "Is there space for our vehicle?"),
    "pets": ("We would like to take our animal with us.", "Can our little terrier come along?"),
    "smoking": ("Is it OK to have a cigarette on the balcony?",),
    "refund": ("We want our money back for this stay.", "Can you make us a better price?"),
    "complaint": ("The place is not clean at all.", "We are very unhappy with the apartment.", "This does not work."),
    "guests": ("Can my friend sleep over as well?", "There will be more of us than we booked for."),
    "dates": ("We need to come on a different day instead.", "Can we add another night?", "We cannot come any more."),
    "lost": ("I think I forgot something in the bedroom when we left.",),
}
MEANING_FROM = 0.58


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in KEYWORDS.items()}


def by_keywords(ask: str) -> tuple[str, ...]:
    """The intents whose words stand in `ask`, in the order of the table; amenities, pets and smoking come last."""
    plain = fold(ask)
    found = [name for name, pattern in _compiled().items() if pattern.search(plain)]
    covered = {other for name in found for other in _COVERS.get(name, ())}
    found = [name for name in found if name not in covered]
    if "arrival_info" in found and asked_time(ask) is None:
        found.remove("arrival_info")
    return tuple(found + _by_things(ask))


def asks_for_a_thing(ask: str) -> bool:
    """Whether `ask` is about having something ("is there a piano"), not about where it is or how it works."""
    plain = fold(ask)
    return bool(_HAVE.search(plain)) and not _HOW.search(plain)


def _by_things(ask: str) -> list[str]:
    things = concepts_in(ask)
    found: list[str] = [name for name in ("pets", "smoking") if name in things]
    if asks_for_a_thing(ask) and set(things) - _NOT_AMENITIES:
        found.append("amenity")
    return found


def by_meaning(ask: str, language: str = "en") -> tuple[str, float] | None:
    """The intent whose prototype is nearest to `ask`, with its nearness (0..1); None below the threshold.

    Spanish and French asks are compared by their gloss, since the model reads English.
    """
    if not embed.available():
        return None
    names, rows = _prototypes()
    scores = rows @ embed.encode([ask if language == "en" else gloss(ask)])[0]
    best = int(scores.argmax())
    return (names[best], float(scores[best])) if scores[best] >= MEANING_FROM else None


@lru_cache(maxsize=1)
def _prototypes() -> tuple[tuple[str, ...], embed.Vectors]:
    pairs = [(name, text) for name, texts in PROTOTYPES.items() for text in texts]
    return tuple(name for name, _ in pairs), embed.encode([text for _, text in pairs])
