"""The providers that are there: folders under ``casa.providers`` with a manifest. The rest loads on first use."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

import casa.providers
from casa.core.connections.contract import Ability, Manifest


class NoSuchProvider(LookupError):
    """No provider folder of that name."""


class CannotDo(LookupError):
    """The provider does not have this ability."""


@cache
def manifests() -> dict[str, Manifest]:
    """Every provider's passport, by key."""
    names = (info.name for info in pkgutil.iter_modules(casa.providers.__path__) if info.ispkg)
    found = (importlib.import_module(f"casa.providers.{name}.manifest").MANIFEST for name in sorted(names))
    return {manifest.key: manifest for manifest in found}


def manifest(key: str) -> Manifest:
    try:
        return manifests()[key]
    except KeyError:
        raise NoSuchProvider(f"There is no provider called {key}.") from None


@cache
def ability(key: str, wanted: Ability) -> ModuleType:
    """The module that holds an ability; its functions are the ability's Protocol. Raises CannotDo."""
    if wanted not in manifest(key).abilities:
        raise CannotDo(f"{manifest(key).name} does not do that.")
    return importlib.import_module(f"casa.providers.{key}.{wanted.value}")


def can(key: str, wanted: Ability) -> bool:
    return key in manifests() and wanted in manifest(key).abilities
