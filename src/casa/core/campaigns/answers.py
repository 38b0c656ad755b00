"""What somebody means who answers a reminder. Pure: text in, one word out; tables first, few patterns.

C, R and X are the letters that reminders ask for; the words that end or restart consent (R34) are never among them:
consent reads those first. Whatever is not clear is left to a person.
"""

import re

from casa.lib.text import fold

CONFIRM, RESCHEDULE, CANCEL, UNCLEAR = "confirm", "reschedule", "cancel", ""
LONGEST = 300  # characters; who writes more than that is telling something else as well

_EXACT = {
    CONFIRM: """
        c|confirm|confirmed|confirming|i confirm|yes|y|yes please|yep|yeah|yup|yes confirmed|yes confirm|ok|okay|k|sure
        sounds good|perfect|great|will do|see you|see you then|see you there|see you soon|see you tomorrow|ill be there
        i will be there|we will be there|well be there|that works|works for me|works|good|all good|yes that works
        yes see you then|yes ill be there|yes i will be there|yes thank you|yes thanks|ok thanks|ok thank you|thumbs up
        ok see you then|confirmed thanks|confirmed thank you|thanks confirmed|im coming|were coming|count me in
        si|confirmo|confirmado|confirmada|de acuerdo|vale|claro|alli estare|ahi estare|nos vemos|si confirmo|si gracias
        oui|je confirme|confirme|confirmee|daccord|dac|entendu|a demain|oui merci|oui je confirme|jy serai|je serai la
    """,
    RESCHEDULE: """
        r|resched|reschedule|rescheduled|another time|another day|different time|different day|other time|other day
        new time|change time|change the time|move it|later please|please reschedule|need to reschedule
        i need to reschedule|can we reschedule|could we reschedule|can i reschedule|could i reschedule
        otro dia|otra hora|reprogramar|cambiar|cambiar la cita|mover la cita|otra fecha
        reporter|un autre jour|une autre date|une autre heure|deplacer|changer la date|reporter svp
    """,
    CANCEL: """
        x|cancel my appointment|cancel the appointment|please cancel my appointment|please cancel the appointment
        cancel appointment|please cancel appointment|i need to cancel my appointment|i want to cancel my appointment
        i have to cancel my appointment|i need to cancel the appointment|id like to cancel my appointment
        i would like to cancel my appointment|please cancel my visit|cancel my visit|cancel my booking
        cancelar mi cita|cancelar la cita|quiero cancelar mi cita|por favor cancelar mi cita|cancele mi cita
        annuler mon rendez vous|annuler le rendez vous|je veux annuler mon rendez vous|annulez mon rendez vous
    """,
}
EXACT = {
    phrase.strip(): meaning for meaning, block in _EXACT.items() for line in block.split("\n") for phrase in
    line.split("|") if phrase.strip()
}  # fmt: skip

_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|(?:this|next) (?:morning|afternoon|evening|month)|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|la semana que viene|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|la semaine prochaine"
)
_CLOCK = r"\d{1,2}(?: ?\d\d)? ?(?:am|pm|h|oclock|uhr)|noon|midday|earlier|later|(?:at|after|before|around) \d{1,2}"
_OTHER = r"another (?:day|time)|(?:a )?different (?:day|time)|some other (?:day|time)|otro dia|otra hora|un autre jour"
_WHEN = rf"(?:{_DAY}|{_CLOCK}|{_OTHER})"
_ASKS = r"(?:can|could|may|might it|is it possible|possible|any chance|lets|let us|do you think)"
_IT = r"(?:it|this|that|us|me|(?:the|my|our) (?:appointment|appt|time|visit|date|slot|day|booking|cleaning))"
_TO = r"(?:(?:to|for|on|at|until|till|by|over to|back to)\b )?"
_MOVES = re.compile(
    # can we do Thursday instead, could you move it to 3 pm
    rf"\b{_ASKS}\b(?: \w+){{0,4}}? (?:do|make|move|push|switch|change|shift|bump|book|schedule)(?: {_IT})? "
    rf"{_TO}(?:\w+ )?(?:{_WHEN})\b|"
    # Thursday would be better, 10 instead
    rf"\b{_WHEN}\b(?: \w+){{0,4}}? (?:instead|better|rather|mejor|plutot)\b|"
    rf"\b(?:instead|rather|prefer|mejor|prefiero|plutot|prefere\w*)\b(?: \w+){{0,4}}? {_WHEN}\b|"
    # do you have anything on Friday
    rf"\bdo you have (?:\w+ ){{0,3}}?(?:anything|something|slots?|openings?|availability|times?|spots?)\b.*\b{_WHEN}\b|"
    # the word for it, in three languages
    r"\b(?:resched\w*|re schedule|postpone|push (?:it|this|the appointment) (?:back|out|off)|"
    r"(?:find|pick|set|need|want|get|for) (?:a |an |some )?(?:another|different|other|new) (?:day|time|date|slot)|"
    r"reprogramar|posponer|aplazar|(?:cambiar|mover|pasar) (?:la|mi|nuestra) (?:cita|hora|fecha)|"
    r"(?:reporter|decaler|deplacer|changer) (?:le|la|mon|notre|l) ?(?:rendez vous|rdv|date|heure)|"
    r"(?:peut|pouvez|pourrait|pourriez|possible de|voudrais)(?: \w+){0,3} (?:deplacer|decaler|reporter)\b|"
    r"(?:un |une )?autre (?:jour|creneau|moment|date|heure)|otr[oa] (?:dia|hora|fecha))\b"
)
_NOT_MOVING = re.compile(
    r"\b(?:dont|do not|no need to|not|wont|need not|didnt|never)(?: \w+){0,3} "
    r"(?:resched\w*|move|change|postpone)\b|\b(?:why|who|when) (?:did|was|were|has)\b|"
    r"\bunless\b|\bif (?:it|the|there)\b|\bno (?:need|hace falta)\b"
)
_UNSURE = re.compile(r"\b(?:maybe|not sure|might|perhaps|depends|quizas|tal vez|peut etre|cancel\w*|annul\w*)\b")


def meaning(text: str) -> str:
    """confirm, reschedule, cancel; "" for whatever a person should read."""
    if len(text) > LONGEST:
        return UNCLEAR
    if _thumb(text):
        return CONFIRM
    words = _plain(text)
    exact = EXACT.get(words)
    if exact is not None:
        return UNCLEAR if exact == CONFIRM and "?" in text else exact
    if _MOVES.search(words) and not _NOT_MOVING.search(words) and not _UNSURE.search(words):
        return RESCHEDULE
    return UNCLEAR


def _thumb(text: str) -> bool:
    """A thumb or a tick alone."""
    signs = {char for char in text.strip() if not char.isspace()} - set("\ufe0f🏻🏼🏽🏾🏿")
    return bool(signs) and signs <= set("👍✅✔👌🆗")


def _plain(text: str) -> str:
    """Folded, apostrophes joined ("I'll" is "ill"), everything that is no letter or digit a space."""
    folded = fold(text.replace("’", "'").replace("'", ""))
    return " ".join(re.sub(r"[^\w]+", " ", folded).split())
