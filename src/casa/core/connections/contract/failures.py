"""What a provider raises; the core decides what it means."""


class ProviderFailure(Exception):
    """Something a provider could not do. ``for_user`` is a plain sentence without personal data."""

    def __init__(self, for_user: str, *, code: str = "") -> None:
        super().__init__(for_user)
        self.for_user = for_user
        self.code = code


class NotReady(ProviderFailure):
    """Try again later; surely not done. ``retry_after`` in seconds."""

    def __init__(self, for_user: str, *, retry_after: float = 30.0, code: str = "") -> None:
        super().__init__(for_user, code=code)
        self.retry_after = retry_after


class AuthFailed(ProviderFailure):
    """The credentials no longer work: ask the host to reconnect."""


class Refused(ProviderFailure):
    """The provider said no. ``permanent``: asking again will not help. ``suppress`` as in :class:`DeliveryStatus`."""

    def __init__(self, for_user: str, *, permanent: bool = True, code: str = "", suppress: str = "") -> None:
        super().__init__(for_user, code=code)
        self.permanent = permanent
        self.suppress = suppress


class Unsure(ProviderFailure):
    """The request left and no answer came: it may or may not have been done. Never sent again blindly."""


class BadSignature(ProviderFailure):
    """A webhook that is not from whom it says. The words name the likely cause (wrong key, other address …)."""


class BadPayload(ProviderFailure):
    """A verified webhook or answer whose shape we do not know; the delivery is kept and marked."""
