"""Bring free text into one spoken form that the phrase tables are written in.

The form: folded words separated by single spaces, texting shorthand spelled out, common misspellings mended,
and three marks that are words of their own: "." ends a sentence, "?" a question, "," a part of one. It begins
and ends with ".", so that a table can say "the whole sentence".
"""

import re
from functools import cache

from casa.lib.text import edit_distance, squeeze_runs

from .lexicon import CLASSES
from .real_words import REAL_WORDS

_SHORTHAND = {
    "u": "you",
    "ur": "your",
    "yr": "your",
    "urs": "yours",
    "ya": "you",
    "yall": "you",
    "youse": "you",
    "r": "are",
    "im": "im",
    "plz": "please",
    "pls": "please",
    "plse": "please",
    "pleas": "please",
    "plese": "please",
    "pleez": "please",
    "plz.": "please",
    "txt": "text",
    "txts": "texts",
    "txting": "texting",
    "txtin": "texting",
    "textin": "texting",
    "texing": "texting",
    "texed": "texted",
    "txtng": "texting",
    "txted": "texted",
    "sms": "sms",
    "smses": "sms",
    "testo": "texto",
    "tex": "text",
    "tect": "text",
    "stap": "stop",
    "stopit": "stop it",
    "lits": "list",
    "tke": "take",
    "tak": "take",
    "mor": "more",
    "rmove": "remove",
    "rmv": "remove",
    "sighn": "sign",
    "agen": "again",
    "agn": "again",
    "msg": "message",
    "msgs": "messages",
    "mssg": "message",
    "mssgs": "messages",
    "mgs": "messages",
    "mesage": "message",
    "mesages": "messages",
    "messege": "message",
    "messeges": "messages",
    "messgaes": "messages",
    "messges": "messages",
    "messags": "messages",
    "massages": "massages",
    "msging": "messaging",
    "messagin": "messaging",
    "mssging": "messaging",
    "notifs": "notifications",
    "notis": "notifications",
    "dont": "dont",
    "donot": "dont",
    "dnt": "dont",
    "dun": "dont",
    "dnot": "dont",
    "dontt": "dont",
    "dint": "dont",
    "dony": "dont",
    "donr": "dont",
    "don": "don",
    "wont": "wont",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "gimme": "give me",
    "lemme": "let me",
    "frm": "from",
    "fm": "from",
    "b4": "before",
    "2": "2",
    "nomore": "no more",
    "nomor": "no more",
    "anymore": "anymore",
    "callin": "calling",
    "sendin": "sending",
    "botherin": "bothering",
    "gettin": "getting",
    "callng": "calling",
    "sendng": "sending",
    "stahp": "stop",
    "stawp": "stop",
    "stp": "stop",
    "stopp": "stop",
    "stoppp": "stop",
    "sotp": "stop",
    "tsop": "stop",
    "stpo": "stop",
    "stoo": "stop",
    "srop": "stop",
    "dtop": "stop",
    "atop": "atop",
    "sopt": "stop",
    "stoip": "stop",
    "stopo": "stop",
    "unsub": "unsubscribe",
    "unsubs": "unsubscribe",
    "unsuscribe": "unsubscribe",
    "unscribe": "unsubscribe",
    "optout": "opt out",
    "recieve": "receive",
    "recive": "receive",
    "recieving": "receiving",
    "reciving": "receiving",
    "num": "number",
    "nbr": "number",
    "numba": "number",
    "numbr": "number",
    "nums": "numbers",
    "numbers": "number",
    "immediatly": "immediately",
    "fone": "phone",
    "fb": "fb",
    "thx": "thanks",
    "ty": "thanks",
    "k": "ok",
    "list.": "list",
    "lists": "list",
    "lst": "list",
    "remov": "remove",
    "remve": "remove",
    "delet": "delete",
    "e": "e",
    "emails": "emails",
    "fkn": "fucking",
    "fking": "fucking",
    "fuckin": "fucking",
    "effing": "fucking",
    "freakin": "freaking",
    "fk": "fuck",
    "fck": "fuck",
    "fuk": "fuck",
    "wtf": "wtf",
    "wrg": "wrong",
    "wron": "wrong",
    "wrng": "wrong",
    # Spanish, Portuguese, French shorthand.
    "q": "que",
    "xfa": "por favor",
    "xfavor": "por favor",
    "porfavor": "por favor",
    "porfa": "por favor",
    "mensajitos": "mensajes",
    "mensages": "mensajes",
    "mensaje": "mensaje",
    "msj": "mensaje",
    "msjs": "mensajes",
    "mjs": "mensajes",
    "tel": "telefono",
    "bcp": "beaucoup",
    "svp": "svp",
    "vc": "voce",
    "vcs": "voces",
    "nao": "nao",
    "ñ": "nao",
    "sil": "s il",
    "jveux": "je veux",
    "jveut": "je veux",
    "tjrs": "toujours",
}

_VOCABULARY = (
    "texting",
    "messaging",
    "messages",
    "message",
    "contacting",
    "contact",
    "calling",
    "emailing",
    "sending",
    "bothering",
    "spamming",
    "harassing",
    "notifications",
    "reminders",
    "promotions",
    "promotional",
    "marketing",
    "unsubscribe",
    "remove",
    "delete",
    "number",
    "consent",
    "permission",
    "revoke",
    "withdraw",
    "receive",
    "receiving",
    "please",
    "interested",
    "subscribe",
    "communication",
    "communications",
    "newsletter",
    "advertising",
    "mensajes",
    "mensagens",
    "nachrichten",
    "publicidad",
    "registry",
)

_DOINGS = frozenset(f"{CLASSES['CONTACT']} {CLASSES['SEND']} {CLASSES['CEASE']}".split())

_SENTENCE_MARKS = {
    ".": ".",
    "!": ".",
    ";": ".",
    ":": ".",
    "\n": ".",
    "?": "?",
    ",": ",",
    "(": ",",
    ")": ",",
    "。": ".",
    "？": "?",
    "！": ".",
    "、": ",",
    "，": ",",
}
_PIECE = re.compile(r"#(?!\d)|\d+(?:[:.]\d+)?|[^\W_]+|[.!?;:,()\n。？！、，]|(?<=\s)[-–—]+(?=\s)|…")
_ELISION = re.compile(r"\b([mndljsct]|qu)'(?=\w\w)")  # m'écrire, n'envoyez
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|st|mme|sr|sra)\.(?= \w)")
_LAUGHS = re.compile("[😂🤣😍😆😄😁🥰]+")
_STACCATO = re.compile(r"(?<=\. )(?:[^\W\d_]+ \. ){2,}[^\W\d_]+(?= \.)")  # Leave. Me. Alone.
_SAME_MARK = re.compile(r"(?:[.,] )+(?=[.?,])|(?<=\?) (?:[.,?] )+(?=\S)")
_SPELLED = (
    (re.compile(r"\b(do|did|does|would|should|could|can|is|was) not\b"), r"\1nt"),
    (re.compile(r"\b(do|did|does|would|should|could|can|is|was)n t\b"), r"\1nt"),
    (re.compile(r"\b(have|has|had|are|were) not\b"), r"\1nt"),
    (re.compile(r"\bdon t\b"), "dont"),
    (re.compile(r"\bs t o p\b"), "stop"),
    (re.compile(r"\bstop(texting|messaging|calling|sending|text|txting)\b"), r"stop \1"),
    (re.compile(r"\bte?xt(?:i?n|ing?|ng)\b"), "texting"),
    (re.compile(r"\bwill not\b|\bwon t\b"), "wont"),
    (re.compile(r"\bcan ?not\b|\bcan t\b"), "cant"),
    (re.compile(r"\bany more\b|\bany longer\b|\bno mo\b"), "anymore"),
    (re.compile(r"\be mail(ing|ed|s)?\b"), r"email\1"),
    (re.compile(r"\bun ?sub ?scrib(e|ing|ed)\b"), r"unsubscrib\1"),
    (re.compile(r"\bopt ing\b"), "opting"),
    (re.compile(r"\b(call|text|message)s?, and\b"), r"\1 and"),
)


def spoken(folded: str) -> str:
    """Turn a folded text into its spoken form (see the module's text)."""
    pieces = ["."]
    plain = _LAUGHS.sub(" haha ", _TITLE.sub(r"\1", _ELISION.sub(r"\1 ", folded)).replace("'", ""))
    for piece in _PIECE.findall(plain):
        mark = _SENTENCE_MARKS.get(piece)
        if mark:
            pieces.append(mark)
        elif piece == "#":
            pieces.append("number")
        elif piece[0] in "-–—…":
            pieces.append(",")
        else:
            pieces.append(_mend(piece))
    text = _STACCATO.sub(_joined, " ".join([*pieces, "."]))
    for written, said in _SPELLED:
        text = written.sub(said, text)
    return " " + _SAME_MARK.sub("", text) + " "


def _joined(staccato: re.Match[str]) -> str:
    return staccato.group().replace(" .", "")


def _mend(word: str) -> str:
    if word in _SHORTHAND:
        return _SHORTHAND[word]
    if word in REAL_WORDS or not word.isascii():
        return word
    if word.isdigit():
        return word
    if word.endswith("in") and f"{word}g" in _DOINGS:
        return f"{word}g"
    short = squeeze_runs(word)
    if short != word:
        return _SHORTHAND.get(short, short)
    return _nearest(word) if 6 <= len(word) <= 16 else word


def _nearest(word: str) -> str:
    if word in _VOCABULARY:
        return word
    for candidate in _candidates().get(word[0], ()):
        if abs(len(candidate) - len(word)) <= 1 and edit_distance(word, candidate, 1) == 1:
            return candidate
    return word


@cache
def _candidates() -> dict[str, tuple[str, ...]]:
    return {
        letter: tuple(word for word in _VOCABULARY if word[0] == letter) for letter in {word[0] for word in _VOCABULARY}
    }
