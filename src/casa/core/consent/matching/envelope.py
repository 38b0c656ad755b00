"""Take off what surrounds the sender's own words: reactions, quotations, robots, signatures (R38, R35)."""

import re

from casa.lib.text import fold

from .lexicon import CLASSES, listed
from .prefilter import Search

# Phones send a reaction as a text that repeats ours, footer and all. Verbs as the systems print them, folded.
_REACTION_VERBS = (
    r"liked|loved|laughed at|emphasi[sz]ed|disliked|questioned|removed an? [\w ]{1,30} from|reacted|reacts|replied to|"
    r"in reply to|a (?:aime|adore|ri (?:de|a)|desapprouve|deteste|souligne|insiste sur|mis en evidence|accentue|reagi|"
    r"questionne|remis en question|retire|supprime|n a pas aime)|n a pas aime|n'a pas aime|reagi|(?:le|me|te) (?:gusto|"
    r"encanto)|no le gusto|(?:se )?ri[oe] (?:de|con)|reacciono|destaco|enfatizo|cuestiono|elimino|quito|le dio risa|le "
    r"encanta|le gusta|gostou de|nao gostou|amou|adorou|riu|reagiu|enfatizou|questionou|removeu|curtiu|gefallt|gefiel|"
    r"hat|liebt|lachte|reagierte|reaktion|mag|ha (?:messo|adorato|riso|aggiunto|reagito|evidenziato|enfatizzato|"
    r"rimosso)|piace|non piace|reazione|vond|vindt|reageerde|heeft|gillade|alskade|skrattade|reagerade|likte|elsket|lo "
    r"av|reagerte|synes"
)
_REACTION = re.compile(rf"^[^\w\"]*(?:\w+ ){{0,3}}?(?:{_REACTION_VERBS})\b[^\"\n]{{0,60}}?\"(?P<quoted>.*)", re.S)
_REACTION_TAIL = re.compile(
    r"^[^\w]*(?:(?:mit|with|con|com|avec|met|med) .{1,40}|(?:markiert|markierte|reagiert|\w+ markiert|angesehen)|ed|"
    r"hervorgehoben|infrage gestellt|geliebt|gelacht|belacht)?[^\w]*$",
    re.S,
)
_EMOJI_REACTION = re.compile(r"^[^\w\"]{1,12}(?:to|a|au|auf|an|su|op|på|para|sobre) *\"(?P<quoted>.*)", re.S)
_MEDIA_REACTION = re.compile(
    r"^(?:liked|loved|laughed at|emphasi[sz]ed|disliked|questioned|reacted .{1,8} to) an? (?:image|photo|picture|video|"
    r"movie|audio message|attachment|sticker|location|contact)\b"
)

# What networks, phones and other businesses send on their own. Matched anywhere in the folded text.
_ROBOT = Search(
    r"network msg|free ?msg\b|\bt-?mobile (?:network )?msg\b|you(?: have|'?ve| ve) (?:been |successfully |now "
    r")*(?:unsubscribed|opted[- ]out|opted out|been removed)|you (?:are|were|will be) (?:now |successfully "
    r")*(?:unsubscribed|opted out|re-?subscribed|removed from)|you replied with the word|text back \"?unstop|(?:reply|"
    r"text) (?:\w+ )?\"?(?:start|unstop)\"? to (?:re-?subscribe|receive|resume)|will (?:no longer|not) receive (?:any "
    r")?(?:more |further )?(?:text |sms )?(?:messages|texts) from (?:this|us)|message blocking is active|unable to "
    r"(?:send|deliver) (?:your |this )?message|could not be delivered|delivery (?:has )?failed|auto[- ]?(?:reply|"
    r"response|responder)\b|(?:^|\bthis is an? |\W)automat(?:ic|ed) (?:reply|response)\b|\bthis is an automated "
    r"(?:message|text)|out[- ]of[- ](?:the[- ])?office|do not disturb while driving|driving focus|to stop receiving "
    r"these (?:replies|messages|emails)|i(?:'?m| am) (?:currently )?driving\b.{0,40}(?:i'?ll|i will) (?:see|reply|"
    r"respond|get back|text|call)|has (?:their )?notifications silenced|sent from my car|(?:this )?(?:mailbox|inbox|"
    r"number|line|phone number) (?:is not|isn'?t|does not|cannot|can'?t) (?:be )?(?:monitored|accept|receive|able to "
    r"receive|attended)|thank(?:s| you) for (?:contacting|reaching out to|texting|messaging|calling|your message to) "
    r".{2,80}(?:we will|we'll|someone will|a member|our team|will get back|reply stop)|msg ?(?:&|and|&amp;) ?data "
    r"rates|message and data rates may apply|msg frequency varies|your (?:verification|security|confirmation|one[- "
    r"]time) (?:code|pass\w*) is|is your (?:verification|security) code|respuesta automatica|mensaje automatico|fuera "
    r"de la oficina|reponse automatique|message automatique|absent du bureau|resposta automatica|mensagem automatica|"
    r"automatische antwort|abwesenheitsnotiz|risposta automatica|automatisch antwoord|autosvar"
)

_QUOTED_LINE = re.compile(r"^\s*(?:>|\|)+ ?")
_REPLY_HEADER = re.compile(
    r"(?m)^\s*(?:on .{4,120}(?:wrote|writes):|le .{4,120} a ecrit ?:|el .{4,120} escribio:|am .{4,120} schrieb.{0,80}:|"
    r"em .{4,120} escreveu:|il .{4,120} ha scritto:|-{2,} ?(?:original message|forwarded message|mensaje original|"
    r"message original).*|_{8,}|from: .{2,100})\s*$"
)
_SUBJECT_PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|fwd?|rv|tr|wg)\s*:\s*)+")

_SIGNATURE_LINE = re.compile(
    r"^\W*(?:sent (?:from|via|with|using)|get outlook|enviado (?:desde|do|de)|envoye (?:de|depuis)|von mein|gesendet "
    r"(?:von|mit)|inviato da|verzonden|skickat fran|sendt fra|download |this e-?mail|confidential|--+\s*$|__+\s*$|"
    r"yahoo mail)"
)
_CLOSING = (
    r"thanks|thank you|thank u|thx|ty|many thanks|regards|best regards|kind regards|warm regards|best|best wishes|all "
    r"the best|cheers|sincerely|yours truly|yours|respectfully|love|xo+|gracias|muchas gracias|saludos|atentamente|"
    r"merci|cordialement|bien a vous|obrigad[oa]|att|atenciosamente|danke|viele grusse|mit freundlichen grussen|mfg|lg|"
    r"grazie|cordiali saluti|bedankt|groetjes|tack|takk|mvh|спасибо"
)
_CLOSING_LINE = re.compile(rf"^\W*(?:{_CLOSING})\b[\W]*(?:\w+[\W]*){{0,3}}$")
_INLINE_CLOSING = re.compile(rf"[\s.,;!]+(?:{_CLOSING})[\s.,!\-–—]+(?P<name>[^\W\d_]+(?:[\s.&]+[^\W\d_]+)?)[\s.!]*$")
_DASHED_NAME = re.compile(r"[\s.,!]+[-–—~]+ ?(?P<name>[^\W\d_]+(?:[ .&]+[^\W\d_]+){0,2})[\s.!]*$")
_FAMILY = re.compile(r"(?: ?, ?|[\s.,!]+[-–—~]+ ?)the (?P<name>[^\W\d_]+s)[\s.!]*$")
_INLINE_DEVICE = re.compile(r"[\s.,!;]+[-–—~]* ?sent (?:from|via) [\w ]{2,40}\.?$")
_DOOR = r"(?:,? (?i:unit|apt\.?|apartment|suite|room|rm|lot|cabin|flat|no\.?) ?#?\w{1,5})?"
_NAME_LINE = re.compile(rf"^[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){{0,2}}{_DOOR}[.!]?$")
_PHONE_LINE = re.compile(r"^[\d\s().+-]{7,20}$")
_THINGS = listed(f"{CLASSES['THING']} {CLASSES['DEVICE']}")
_NOT_A_NAME = listed(
    """
    stop end quit all by at the in on to for it we i you me my is are please now texting calling messages texts
    sign light here there no yes not and or of if when so this that sms
    """
)


def is_reaction(folded: str, last_outbound: str) -> bool:
    """Say whether a text is a phone's report of a reaction to a message (verb or emoji, then the quoted
    text)."""
    if _MEDIA_REACTION.match(folded):
        return True
    found = _REACTION.match(folded) or _EMOJI_REACTION.match(folded)
    if not found:
        return False
    quoted, closing, rest = found["quoted"].rpartition('"')
    return not closing or bool(_REACTION_TAIL.match(rest)) or _echoes(quoted, fold(last_outbound))


def _echoes(quoted: str, ours: str) -> bool:
    said = quoted.strip(' ".')
    return len(said) >= 8 and said in ours


def is_robot(folded: str) -> bool:
    """Say whether a network, a phone or another business's machine wrote this."""
    return bool(_ROBOT.search(folded))


def drop_quotes(text: str) -> str:
    """Remove quoted lines and everything below a mail reply header; a text made of nothing else stays without
    marks."""
    header = _REPLY_HEADER.search(fold_lines(text))
    lines = text.split("\n")
    if header:
        lines = lines[: fold_lines(text)[: header.start()].count("\n") + _leading_break(header.group())]
    own = [line for line in lines if not _QUOTED_LINE.match(line)]
    return "\n".join(own).strip()


def _leading_break(matched: str) -> int:
    """A header match may begin with the line feed before it."""
    return len(matched) - len(matched.lstrip("\n"))


def fold_lines(text: str) -> str:
    """Fold a text line by line, so that line numbers stay."""
    return "\n".join(fold(line).replace("\n", " ") for line in text.split("\n"))


def drop_echo(text: str, last_outbound: str) -> str:
    """Remove our own last message where it stands inside theirs (an inline reply)."""
    ours = last_outbound.strip()
    if len(ours) < 20 or ours not in text:
        return text
    return text.replace(ours, " ").strip()


def drop_subject(text: str) -> str:
    """Remove "Re:" and its kin from the start."""
    prefix = _SUBJECT_PREFIX.match(text.lower())
    return text[prefix.end() :] if prefix else text


def drop_signature(text: str) -> str:
    """Remove closing lines, names and device lines below the first line; and a name signed on the same
    line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kept = lines[:1]
    for line in lines[1:]:
        if _ends_letter(line):
            break
        kept.append(line)
    return "\n".join(kept)


def _ends_letter(line: str) -> bool:
    plain = fold(line)
    if _SIGNATURE_LINE.match(plain) or _CLOSING_LINE.match(plain) or _PHONE_LINE.match(plain):
        return True
    bare = line.lstrip("-–—~ ")
    is_name = bool(_NAME_LINE.match(bare)) and not set(fold(bare).replace(".", "").split()) & _NOT_A_NAME
    return is_name and (bare != line or not line.isupper())


def drop_inline_name(folded: str) -> str:
    """Remove "thanks, Bob", "- Karen", "- the Hendersons" or "sent from my phone" from the end of a folded line."""
    folded = _INLINE_DEVICE.sub("", folded)
    family = _FAMILY.search(folded)
    if family and family["name"] not in _THINGS:
        return folded[: family.start()]
    dashed = _DASHED_NAME.search(folded)
    if dashed and not set(re.split(r"[ .]+", dashed["name"])) & _NOT_A_NAME:
        return folded[: dashed.start()]
    closing = _INLINE_CLOSING.search(folded)
    if closing and not set(re.findall(r"\w+", closing["name"])) & _NOT_A_NAME:
        return folded[: closing.start()]
    return folded
