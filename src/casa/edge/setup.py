"""What the edge must be told, since it reads no settings by itself."""

from dataclasses import dataclass, field

from casa.core.vault.crypto import MasterKeys


@dataclass(frozen=True, slots=True)
class Setup:
    """``database_url`` is the system role's: webhooks come before anybody knows whose workspace they are for."""

    database_url: str = field(repr=False)
    base_url: str  # the public address, no slash at its end; what senders sign
    secret_key: str = field(repr=False)
    master_keys: MasterKeys
    session_cookie: str
