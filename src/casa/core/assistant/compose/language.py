"""Which of the three languages a message is written in."""

import re

from casa.core.assistant.text import fold

SPOKEN = ("en", "es", "fr")

# Words that are common in one of the three and rare in the other two.
_MARKS = {
    "en": "the is are what where how can we you your our and have with there do does it to my for when will thanks "
    "thank hi hello please i was not of be on this that any anything from at and an some would could",
    "es": "el los las una que donde como cuando hay podemos puedo tienen gracias hola buenas buenos dias tardes "
    "por favor esta para con nuestro mi es del cual hora muy muchas llegamos queremos y somos su usted quisiera "
    "necesito dejar nos tiene perfecto vale cuanto",
    "fr": "le les une ou est comment quand quel quelle peut nous vous votre avez bonjour merci s'il plait "
    "pour avec et dans je c'est y a-t-il des du au sommes notre combien bonsoir pouvons puis voudrais il "
    "parfait beaucoup salut quelle heure",
}
_WORDS = {language: frozenset(words.split()) for language, words in _MARKS.items()}
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?")


def detect(text: str, otherwise: str = "en") -> str:
    """'en', 'es' or 'fr'. Where the words do not tell, `otherwise`, and English where that is none of the three."""
    fallback = otherwise[:2].lower() if otherwise[:2].lower() in SPOKEN else "en"
    words = _TOKEN.findall(fold(text))
    points = {language: sum(word in marks for word in words) for language, marks in _WORDS.items()}
    if "¿" in text or "¡" in text or "ñ" in text:
        points["es"] += 2
    if "ç" in text or "œ" in text or re.search(r"\b[cdjlmnqst]['’][aeiouyhàâéèêî]", text.lower()):
        points["fr"] += 1
    best = max(SPOKEN, key=lambda language: (points[language], language == fallback))
    ahead = points[best] - max(points[other] for other in SPOKEN if other != best)
    return best if points[best] and (ahead > 0 or best == fallback) else fallback
