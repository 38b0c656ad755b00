"""Logs without personal data: phones, e-mails and tokens that slip into a message are struck out."""

import logging
import re

PATTERNS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\+?\d[\d\s().-]{7,}\d"), "[number]"),
    (re.compile(r"(?i)\b(bearer|basic|token|key|secret|password)([=: ]+)\S+"), r"\1\2[hidden]"),
    (re.compile(r"/hook/(\w+)/[\w-]+"), r"/hook/\1/[hidden]"),
)


def struck(text: str) -> str:
    """The text with what looks personal or secret struck out."""
    for pattern, stand_in in PATTERNS:
        text = pattern.sub(stand_in, text)
    return text


class NoPersonalData(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = struck(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = struck(logging.Formatter().formatException(record.exc_info))
        return True
