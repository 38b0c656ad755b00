"""The words that a message must not use, or only for one thing. Tables for the gate and the linter of saved texts."""

import re

# R34: whoever answers one of these is heard by the consent rules before anybody else. Languages as in matching.
RESERVED = frozenset({
    "STOP", "STOPALL", "END", "QUIT", "CANCEL", "REVOKE", "UNSUBSCRIBE", "OPTOUT", "START", "UNSTOP", "HELP", "INFO",
    "ALTO", "PARAR", "CANCELAR", "AYUDA", "BAJA", "ARRET", "ARRÊT", "ARRETER", "ANNULER", "AIDE",
})  # fmt: skip
INSTEAD = {
    "CANCEL": "X", "CANCELAR": "X", "ANNULER": "X", "END": "DONE", "QUIT": "DONE", "STOP": "X", "REVOKE": "X",
    "START": "GO", "HELP": "ASK", "INFO": "MORE", "AYUDA": "ASK", "AIDE": "ASK",
}  # fmt: skip
SAID_BY_FOOTER = frozenset({"STOP", "HELP", "INFO", "UNSUBSCRIBE", "AYUDA", "AIDE", "ARRET", "ARRÊT"})
ASKED = re.compile(
    r"\b(?:reply|respond|answer|text|send|type|responde|responda|envía|envia|escribe|répondez|repondez|envoyez|tapez)"
    r"(?:\s+(?:us|back|with|con|par|avec|now|the word|la palabra|le mot))*\s*[\"'“‘«(]?\s*(?P<word>[A-Za-zÊê]{3,12})\b",
    re.IGNORECASE,
)
LEGAL_USE = re.compile(
    r"[\"'”’»)]?\s*(?:to (?:opt[ -]?out|stop|unsubscribe|end (?:texts|messages))|for (?:help|info)|anytime"
    r"|para (?:darte|darse) de baja|para ayuda|pour (?:ne plus|arrêter|de l.aide))",
    re.IGNORECASE,
)

# R28: no text tells people that nobody reads what they answer.
ONE_WAY = re.compile(
    r"\b(?:do not|don['’]?t|please don['’]?t|no) (?:reply|respond)\b|\bno[- ]?reply\b"
    r"|\breplies are not (?:read|monitored)\b"
    r"|\b(?:this|an?) (?:unmonitored|unattended)\b|\bno respondas?\b|\bne pas répondre\b",
    re.IGNORECASE,
)

# R11: how often a program writes.
FREQUENCY = re.compile(
    r"\b(?:(?:up to|about|at most)?\s*\d{1,3}\s*(?:msgs?|messages?|texts?)\s*(?:/|per|a|each)"
    r"\s*(?:day|week|month|mo|year|stay|visit|booking)"
    r"|(?:msg|message|text)s?\s*frequency\s*(?:varies|may vary)|one (?:text|message) (?:a|per|each) \w+"
    r"|\d{1,3}\s*mensajes\s*(?:al|por)\s*\w+|la frecuencia (?:de mensajes )?var[ií]a"
    r"|\d{1,3}\s*messages?\s*par\s*\w+|fréquence variable)",
    re.IGNORECASE,
)

_OPENING = (re.compile(r"\bSTOP\b"), re.compile(r"\bHELP\b"), FREQUENCY, re.compile(
    r"\brates\b|\btarifas\b|\bfrais\b", re.IGNORECASE))  # fmt: skip


def opens(text: str) -> bool:
    """R11: whether a text says what the first one of a program must: how often, rates, HELP and STOP."""
    return all(pattern.search(text) for pattern in _OPENING)


# R2: what makes a text an offer. Whole words; "free" alone is none ("feel free", "the place is free at 4").
PROMOTION = re.compile(
    r"\b(?:\d{1,2}\s?%\s*(?:off|discount|de descuento|de réduction|de remise)|[$€£]\s?\d+\s*off"
    r"|discounts?|promo(?:tion|tional)?(?:\s?code)?s?|coupons?|vouchers?|special offers?|limited[- ]time"
    r"|flash sale|on sale"
    r"|black friday|cyber monday|deals?\b(?! with)|save (?:up to )?(?:\d|[$€£])|free night|stay \d+,? pay \d+"
    r"|book (?:again|direct(?:ly)?|now|your next)|come back (?:and|for) (?:save|\d)|refer a friend|gift cards?"
    r"|upgrade (?:for|to .{1,30} for) (?:only|just|[$€£])|add .{1,30} for (?:only|just) [$€£]"
    r"|descuentos?|oferta especial|promoci[oó]n|cup[oó]n|reserva (?:otra vez|de nuevo|ahora)|rebajas?"
    r"|remise|r[eé]duction|offre sp[eé]ciale|code promo|r[eé]servez (?:[aà] nouveau|maintenant)|soldes)\b",
    re.IGNORECASE,
)
PROMOTIONAL_NAMES = frozenset({"link.offer", "link.booking"})


def _any_of(*said: str) -> re.Pattern[str]:
    """Any of these, as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(said)})\b", re.IGNORECASE)


# R56: carriers carry these for nobody.
PROHIBITED = {
    "cannabis or CBD": _any_of("cannabis", "marijuana", "weed", "thc", "cbd", "edibles", "dispensary", "hemp flower"),
    "tobacco or vaping": _any_of(
        "tobacco", "cigarettes?", "cigars?", "vapes?", "vaping", "e-?cig(?:arette)?s?", "nicotine"
    ),
    "gambling": _any_of(
        "casino (?:bonus|chips|night)", "gambling", "sports? bet(?:ting|s)?", "poker", "slot machines?", "lottery",
        "jackpot",
    ),
    "firearms": _any_of("firearms?", "handguns?", "rifles?", "ammunition", "ammo", "gun (?:sale|show)"),
    "sex": _any_of(r"porn\w*", "escorts?", "xxx", "nudes?", "adult entertainment", "sex (?:toys?|shop)"),
    "loans or debt": _any_of(
        "payday (?:loan|advance)s?", "cash advance", "debt (?:relief|collection|forgiveness)", "credit repair",
        "instant loan",
    ),
    "earning money": _any_of(
        "work from home and earn", "make money fast", "passive income", "crypto (?:profit|investment|giveaway)s?"
    ),
    "alcohol": _any_of(
        "free (?:beer|wine|drinks|shots|cocktails)", "happy hour", "open bar", "vodka", "whiskey", "tequila"
    ),
}  # fmt: skip

# R57: public shorteners; carriers drop what goes through them.
SHORTENERS = frozenset({
    "bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "ow.ly", "t.co", "is.gd", "v.gd", "buff.ly", "rebrand.ly",
    "cutt.ly", "shorturl.at", "rb.gy", "tiny.cc", "t.ly", "s.id", "lnkd.in", "bl.ink", "short.io", "shorte.st",
    "adf.ly", "soo.gd", "clck.ru", "qr.ae", "trib.al", "dlvr.it", "snip.ly", "x.co", "mcaf.ee", "po.st", "u.to",
    "zpr.io", "shor.by", "urlz.fr", "linktr.ee", "wa.me", "g.page", "amzn.to", "fb.me", "youtu.be", "db.tt",
    "qrco.de", "bit.do", "hyperurl.co", "tr.im",
})  # fmt: skip
