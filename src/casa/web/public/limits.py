"""How often the public pages listen to one visitor, or about one address. Only keyed hashes are counted."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache

HOUR = 3600


def within(what: str, whom: str, most: int, seconds: int = HOUR) -> bool:
    """Count one more try; False once there were more than ``most`` in this time."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"{what}|{whom}".encode(), hashlib.sha256).hexdigest()[:40]
    name = f"public:{what}:{mark}"
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name)) <= most
    except ValueError:  # it ran out between the two lines
        return True
