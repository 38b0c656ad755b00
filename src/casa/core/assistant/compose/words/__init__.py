"""The sentences of the built-in composer, one table a language, all with the same keys."""

from casa.core.assistant.compose.words import en, es, fr

TABLES: dict[str, dict[str, str]] = {"en": en.WORDS, "es": es.WORDS, "fr": fr.WORDS}


def say(language: str, key: str, **values: object) -> str:
    """The sentence `key` in `language`, filled in."""
    return TABLES[language][key].format(**values)
