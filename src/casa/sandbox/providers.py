"""The pretend vendors: every ``sandbox.py`` under ``casa.providers``, found by listing the folder."""

import importlib
import importlib.util
import pkgutil
from functools import lru_cache
from types import ModuleType

import casa.providers


@lru_cache(maxsize=1)
def sandboxes() -> dict[str, ModuleType]:
    """The sandbox module of each provider that has one, by key, in the order of their names."""
    found = {}
    for entry in sorted(pkgutil.iter_modules(casa.providers.__path__), key=lambda one: one.name):
        name = f"casa.providers.{entry.name}.sandbox"
        if entry.ispkg and importlib.util.find_spec(name) is not None:
            found[entry.name] = importlib.import_module(name)
    return found
