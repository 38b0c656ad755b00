"""Rows that many frames share; a frame names one in braces, as `{TO}` (see `frame_table.py`)."""

PARTS = {
    "WHO": "(?: me|us|him|her|them|nos|moi|nous | my|our|his|her|mon|mi *1 FAMILY )",
    "TO": "(?: ME | my|our|this|his|her|that|mi|este|su|mon|ma|ce|notre|a *1 FAMILY|NUMBER )",
    "MINE": "(?: my|our|this|his|her|that|the|mi|este|ese|nuestro|mon|mes|ce|notre|mis *1 NUMBER "
    "(?: and|y|et NUMBER )? )",
    "FROM": "(?: (?: OFF|de of? -4 LIST|MSG|here|everything|follow|thing|things (?! for ) ) | (?: OFF|de of? "
    "this|it|these|those|here )? (?= MARK|AGAIN|please|thanks|thank|now|immediately|asap|i|we|or|and|as|because "
    ") )",
    "THIRD": "(?! the|a|los|la|al|el|des|les ~FAMILY|NUMBER|MSG ) (?! my|our|his|her|their ~FAMILY|NUMBER|MSG "
    "~FAMILY|NUMBER|MSG )",
    "ENDING": "(?= MARK|AGAIN|please|thanks|thank|now|immediately|asap|i|we|or|and|sir|because|already|ya )",
}
