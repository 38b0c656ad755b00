"""One kind of error for everything that a person can put right."""


class Trouble(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do. Shown without a traceback."""
