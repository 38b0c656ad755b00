"""Bring free text into one spoken form that the phrase tables are written in.

The form: folded words separated by single spaces, texting shorthand spelled out, common misspellings mended,
and three marks that are words of their own: "." ends a sentence, "?" a question, "," a part of one. It begins
and ends with ".", so that a table can say "the whole sentence".
"""

import re
from functools import cache

from casa.lib.text import is_one_slip_away, squeeze_runs

from .lexicon import CLASSES, listed, single
from .prefilter import Search
from .real_words import REAL_WORDS

# What is meant, and how it is written when texting; "same" are words no mending may touch.
_MEANT = """
    you: u ya yall youse; your: ur yr; yours: urs; are: r; please: plz pls plse pleas plese pleez plz.
    text: txt tex tect; texts: txts; texting: txting txtin textin texing txtng; texted: texed txted; sms: smses
    texto: testo; stop: stap stahp stawp stp stopp stoppp sotp tsop stpo stoo srop dtop sopt stoip stopo
    stop all: stopall; stop it: stopit; list: lits list. lists lst; take: tke tak; more: mor
    remove: rmove rmv remov remve; sign: sighn; again: agen agn; message: msg mssg mesage messege
    messages: msgs mssgs mgs mesages messeges messgaes messges messags; messaging: msging messagin mssging mesging
    notifications: notifs notis; dont: donot dnt dun dnot dontt dint dony donr; want to: wanna; going to: gonna
    have to: gotta; give me: gimme; let me: lemme; from: frm fm; before: b4; no more: nomore nomor
    calling: callin callng; sending: sendin sendng; bothering: botherin; getting: gettin
    unsubscribe: unsub unsubs unsuscribe unscribe; opt out: optout; receive: recieve recive
    receiving: recieving reciving; number: num nbr numba numbr numbers; numbers: nums; immediately: immediatly
    phone: fone; thanks: thx ty; ok: k; delete: delet; fucking: fkn fking fuckin effing; freaking: freakin
    fuck: fk fck fuk; wrong: wrg wron wrng; que: q; por favor: xfa xfavor porfavor porfa
    mensajes: mensajitos mensages msjs mjs; mensaje: msj; telefono: tel; beaucoup: bcp; voce: vc; voces: vcs
    nao: ñ; s il: sil; je veux: jveux jveut; toujours: tjrs
    same: im sms massages dont don wont 2 anymore atop fb e emails wtf mensaje svp nao
"""


def _shorthand() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in re.split(r"[;\n]+", _MEANT.strip()):
        meant, written = row.split(":")
        table |= {word: word if meant.strip() == "same" else meant.strip() for word in written.split()}
    return table


_SHORTHAND = _shorthand()
_VOCABULARY = listed(
    """
    texting messaging messages message contacting contact calling emailing sending bothering spamming harassing
    notifications reminders promotions promotional marketing unsubscribe remove delete number consent permission
    revoke withdraw receive receiving please interested subscribe communication communications newsletter advertising
    mensajes mensagens nachrichten publicidad registry stop text texts wrong block blocked blocking reported leave
    """
)
_SHORT = listed("stop text texts wrong block leave")

_DOINGS = frozenset(f"{CLASSES['CONTACT']} {CLASSES['SEND']} {CLASSES['CEASE']}".split())

_SENTENCE_MARKS = {
    **dict.fromkeys(".!;:\n。！", "."),
    **dict.fromkeys("?？", "?"),
    **dict.fromkeys(",()、，", ","),
}
# Vowels of Hindi and Thai are marks, no letters.
_PIECE = re.compile(r"#(?!\d)|\d+(?:[:.]\d+)?|[ऀ-ॣ฀-๎]+|[^\W_]+|[.!?;:,()\n。？！、，]|(?<=\s)[-–—]+(?=\s)|…")
_ELISION = re.compile(r"\b([mndljsct]|qu)'(?=\w\w)")  # m'écrire, n'envoyez
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|st|mme|sr|sra)\.(?= \w)")
_LAUGHS = re.compile("[😂🤣😍😆😄😁🥰]+")
_STACCATO = re.compile(r"(?<=\. )(?:[^\W\d_]+ \. ){2,}[^\W\d_]+(?= \.)")  # Leave. Me. Alone.
_SAME_MARK = re.compile(r"(?:[.,] )+(?=[.?,])|(?<=\?) (?:[.,?] )+(?=\S)")
# What is said around a message and means nothing for it.
_HELLO = re.compile(r"^ \. (?:(?:hi|hello|hey|hiya|hola|bonjour|um|uh|look|listen|okay)(?: there)? (?:[.,] )?)+(?=\w)")
_THANKS = re.compile(
    r"(?: [.,])?(?: (?:please|thanks|thank you|thank u|gracias|merci|svp|por favor|sir|maam|ok \?))+ [.?] $"
)
_SPELLED = (
    (Search(r"\b(do|did|does|would|should|could|can|is|was) not\b"), r"\1nt"),
    (Search(r"\b(do|did|does|would|should|could|can|is|was)n t\b"), r"\1nt"),
    (Search(r"\b(have|has|had|are|were) not\b"), r"\1nt"),
    (Search(r"\bdon t\b"), "dont"),
    (Search(r"\bs t o p\b"), "stop"),
    (Search(r"\bstop(texting|messaging|calling|sending|text|txting)\b"), r"stop \1"),
    (Search(r"\bte?xt(?:i?n|ing?|ng)\b"), "texting"),
    (Search(r"\bwill not\b|\bwon t\b"), "wont"),
    (Search(r"\bcan ?not\b|\bcan t\b"), "cant"),
    (Search(r"\bany more\b|\bany longer\b|\bno mo\b"), "anymore"),
    (Search(r"\be mail(ing|ed|s)?\b"), r"email\1"),
    (Search(r"\bun ?sub ?scrib(e|ing|ed)\b"), r"unsubscrib\1"),
    (Search(r"\bun (enroll|register|list)\b"), r"un\1"),
    (Search(r"\b(?:lay|knock) off\b"), "stop"),
    (Search(r"\b([mn])(ecri\w+|envoy\w+|appel\w+)\b"), r"\1 \2"),
    (Search(r"\b(stop|quit) testing (me|us)\b"), r"\1 texting \2"),
    (Search(r"\bopt ing\b"), "opting"),
    (Search(r"\b(call|text|message)s?, and\b"), r"\1 and"),
)


def spoken(folded: str) -> str:
    """Turn a folded text into its spoken form (see the module's text)."""
    pieces = ["."]
    mended: dict[str, str] = {}  # a long text says most of its words more than once
    parted = _TITLE.sub(_said, _ELISION.sub(lambda elided: f"{elided[1]} ", folded))
    plain = _LAUGHS.sub(" haha ", parted.replace("'", ""))
    for piece in _PIECE.findall(plain):
        mark = _SENTENCE_MARKS.get(piece)
        if mark:
            pieces.append(mark)
        elif piece == "#":
            pieces.append("number")
        elif piece[0] in "-–—…":
            pieces.append(",")
        else:
            if piece not in mended:
                mended[piece] = _mend(piece)
            pieces.append(mended[piece])
    text = _STACCATO.sub(_joined, " ".join([*pieces, "."]))
    for written, said in _SPELLED:
        text = written.sub(said, text)
    text = " " + _SAME_MARK.sub("", text) + " "
    return _HELLO.sub(" . ", _THANKS.sub(" . ", text))


def _said(found: re.Match[str]) -> str:
    return found[1]


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
    once = single(word)
    if once != word and len(meant := _undoubled().get(once, word)) < len(word):
        return _SHORTHAND.get(meant, meant)
    return _nearest(word) if 4 <= len(word) <= 16 else word


def _nearest(word: str) -> str:
    if word in _VOCABULARY:
        return word
    for candidate in _candidates().get((word[0], len(word)), ()):
        if is_one_slip_away(word, candidate):
            return candidate
    return word


@cache
def _undoubled() -> dict[str, str]:
    """The words of the frames, and their misspellings that we know, by their letters without any doubling."""
    known = {word for words in CLASSES.values() for word in words.split()}
    table = {single(word): word for word in sorted(_SHORTHAND) if len(word) > 3}
    return table | {single(word): word for word in sorted(known, key=len, reverse=True) if len(word) > 3}


@cache
def _candidates() -> dict[tuple[str, int], tuple[str, ...]]:
    """What a word of this first letter and length may be meant to be."""
    table: dict[tuple[str, int], tuple[str, ...]] = {}
    for meant in sorted(_VOCABULARY):
        for length in (len(meant) - 1, len(meant), len(meant) + 1):
            if max(length, len(meant)) >= 6 or meant in _SHORT:
                table[meant[0], length] = (*table.get((meant[0], length), ()), meant)
    return table
