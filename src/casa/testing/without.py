"""A plugin of pytest: ``--without=PROMISE`` takes that promise's control away, to see that its test notices.

It is then gone wherever it was imported to, also under another name and inside tables of functions. Nothing of Casa is
imported before the settings stand (see ``core/privacy/prove.py``, which starts it).
"""

import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casa.core.privacy.registry import Promise

OPTION = "--without"
ANSWERS: dict[str, Callable[..., Any]] = {
    "nothing": lambda *_, **__: None,
    "yes": lambda *_, **__: True,
    "no": lambda *_, **__: False,
    "zero": lambda *_, **__: 0,
    "empty": lambda *_, **__: (),
    "text": lambda *_, **__: "",
    "first": lambda first, *_, **__: first,
}


def pytest_addoption(parser: Any) -> None:
    parser.addoption(OPTION, default="", help="the promise whose control is taken away")


def pytest_configure(config: Any) -> None:
    _take_away(config)


def pytest_collection_finish(session: Any) -> None:
    """What the tests themselves imported meanwhile."""
    _take_away(session.config)


def _take_away(config: Any) -> None:
    from casa.core.privacy.registry import promise

    if wanted := config.getoption(OPTION):
        switch_off(promise(wanted))


def switch_off(promise: "Promise") -> None:
    """Put the stand-in where the control was."""
    control, stand_in = _control_of(promise), stand_in_for(promise)
    module, _, path = promise.control.partition(":")
    *outer, name = path.split(".")
    owner = pkgutil.resolve_name(f"{module}:{'.'.join(outer)}" if outer else module)
    setattr(owner, name, stand_in)
    if not outer:
        for namespace in _namespaces():
            _replace(namespace, control, stand_in)


_controls: dict[str, Any] = {}


def _control_of(promise: "Promise") -> Any:
    """The control itself, also after it was taken away."""
    if promise.id not in _controls:
        _controls[promise.id] = pkgutil.resolve_name(promise.control)
    return _controls[promise.id]


def stand_in_for(promise: "Promise") -> Any:
    if promise.off == "no-value":
        return False
    return ANSWERS[promise.off] if promise.off in ANSWERS else pkgutil.resolve_name(promise.off)


def _namespaces() -> Iterator[dict[str, Any]]:
    """Of every module of ours that is loaded, and of the tests."""
    for name, module in list(sys.modules.items()):
        ours = name.split(".")[0] in ("casa", "tests", "src") or "test_" in name
        if module is not None and ours and name not in (__name__, "casa.core.privacy.switched_off"):
            yield vars(module)


def _replace(namespace: dict[str, Any], control: Any, stand_in: Any) -> None:
    for name, value in list(namespace.items()):
        if value is control:
            namespace[name] = stand_in
        elif type(value) is tuple and any(one is control for one in value):
            namespace[name] = tuple(stand_in if one is control else one for one in value)
