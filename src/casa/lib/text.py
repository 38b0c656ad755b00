"""Normalise what people type, so that one word has one spelling before a rule looks at it.

Every function is pure and total: any string is accepted, nothing is raised. The steps are those of rule R35
(de-minimis variances): compatibility forms, invisible characters, look-alike letters, accents, case, symbols.
"""

import re
import unicodedata

_INVISIBLE_RANGES = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C), (0x06DD, 0x06DD), (0x070F, 0x070F),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB),
    (0x1D173, 0x1D17A), (0xE0000, 0xE01EF),
)  # fmt: skip
_LEFTOVER_MARKS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))

_QUOTES = {ord(mark): "'" for mark in "‘’‛`´ʼʹ′＇"} | {ord(mark): '"' for mark in "“”„‟″«»‹›「」『』＂"}

# Letters that Unicode draws in boxes and circles but gives no compatibility form.
_BOXED = {
    start + offset: chr(ord("a") + offset) for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for offset in range(26)
}
# Small capitals and letters with no decomposition.
_PLAIN_LETTER = {
    **dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ"), "abcdefghijklmnopqrstuvwyz", strict=True)),
    **{ord(odd): plain for odd, plain in zip("đłøıŧħƒɑɡɩοℓ", "dloithfagiol", strict=True)},
    ord("æ"): "ae", ord("œ"): "oe", ord("ß"): "ss", ord("þ"): "th",
}  # fmt: skip

# Case-folded Cyrillic, Greek, Armenian and Cherokee letters that look like a Latin one; Cherokee folds to capitals.
_LOOK_ALIKE = str.maketrans({
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ғ": "f", "һ": "h", "н": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "ӏ": "l", "м": "m", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "ѵ": "v",
    "ԝ": "w", "х": "x", "у": "y", "ү": "y", "ᴢ": "z",
    "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t",
    "υ": "u", "χ": "x", "ϲ": "c", "ϳ": "j", "σ": "o", "μ": "m",
    "օ": "o", "ս": "u", "ո": "n", "հ": "h", "զ": "q", "ց": "g",
    "Ꮪ": "s", "Ꭲ": "t", "Ꮎ": "o", "Ꮲ": "p", "Ꭼ": "e", "Ꮇ": "m", "Ꮋ": "h", "Ꭺ": "a",
})  # fmt: skip
_FOREIGN_SCRIPT = re.compile(r"[Ͱ-Ͽἀ-῿Ѐ-ԯ԰-֏Ꭰ-Ᏽ]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")
_NOT_WORD = re.compile(r"[\W_]+")
_LONG_RUN = re.compile(r"(\w)\1{2,}")


def _invisible_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for low, high in _INVISIBLE_RANGES for code in range(low, high + 1)}
    table |= dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2800], " ")
    table |= dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
    return table


def _letter_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for low, high in _LEFTOVER_MARKS for code in range(low, high + 1)}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table | _PLAIN_LETTER


_INVISIBLE = _invisible_table()
_VISIBLE_QUOTES = {**_INVISIBLE, **_QUOTES, **_BOXED, ord("Ν"): "N"}  # small, the Greek letter looks like a v
_LETTERS = _letter_table()


def drop_invisible(text: str) -> str:
    """Remove characters nobody sees; control characters become a space, every line end becomes a line
    feed."""
    return text.translate(_INVISIBLE)


def clip(text: str, head: int, tail: int) -> str:
    """Squeeze white space, then keep the first `head` and last `tail` characters (whole when shorter).

    The padding goes first, so that a word lost in a megabyte of blanks is still found.
    """
    squeezed = _BLANK_LINES.sub("\n", _SPACES.sub(" ", drop_invisible(text))).strip()
    if len(squeezed) <= head + tail:
        return squeezed
    return f"{squeezed[:head]}\n{squeezed[-tail:]}"


def fold(text: str) -> str:
    """Bring a text to its plainest letters: small, without accents, look-alikes, odd widths or invisible
    marks.

    Punctuation and line feeds stay. Cyrillic, Greek and Armenian letters become Latin only when every such
    letter of the text has a Latin twin: otherwise the text is really written in that script.
    """
    if text.isascii():
        return text.translate(_INVISIBLE).replace("`", "'").lower()
    compatible = unicodedata.normalize("NFKC", text.translate(_VISIBLE_QUOTES))
    # A second pass: a compatibility form may hide an invisible character or a boxed letter's case.
    plain = compatible.translate(_INVISIBLE).casefold().translate(_LETTERS)
    return _fold_look_alikes(unicodedata.normalize("NFC", plain))


def _fold_look_alikes(text: str) -> str:
    foreign = _FOREIGN_SCRIPT.findall(text)
    if foreign and all(ord(letter) in _LOOK_ALIKE for letter in foreign):
        return text.translate(_LOOK_ALIKE)
    return text


def words(folded: str) -> list[str]:
    """Split a folded text into words; apostrophes join ("don't" is "dont"), symbols and emoji part."""
    return [word for word in _NOT_WORD.split(folded.replace("'", "")) if word]


def has_word(text: str) -> bool:
    """Say whether a text holds any letter or digit at all (an emoji alone does not)."""
    return any(character.isalnum() for character in fold(text))


def squeeze_runs(word: str, keep: int = 1) -> str:
    """Shorten three or more equal letters in a row to `keep`: "stooop" is "stop"."""
    return _LONG_RUN.sub(lambda run: run.group(1) * keep, word)


def edit_distance(left: str, right: str, limit: int = 2) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbours; anything above `limit` is `limit +
    1`."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other
            current.append(min(cost, before_last[column - 2] + 1) if swapped else cost)
        before_last, last = last, current
    return min(last[-1], limit + 1)


def is_one_slip_away(left: str, right: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns one into the other."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    same = next((place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), None)
    if same is None:
        return True
    after = same + 1
    if len(left) != len(right):
        return left[after:] == right[same:] if len(left) > len(right) else left[same:] == right[after:]
    swapped = left[same : same + 2] == right[same : same + 2][::-1] and left[same + 2 :] == right[same + 2 :]
    return left[after:] == right[after:] or swapped
