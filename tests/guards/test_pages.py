"""Pages: membership and right on every address of a workspace; nothing unescaped, nothing inline."""

import re

import pytest
from django.urls import URLPattern, get_resolver

from casa.core.accounts.roles import RIGHTS
from tests.guards.house import name, sources, templates, unexpected

UNUSED_RIGHTS: dict[str, str] = {}
UNESCAPED = {
    "src/casa/web/templates/mfa/totp/activate_form.html": "the QR picture that allauth draws itself",
    "src/casa/web/templates/parts/field.html": "Django's own help texts are markup (the password rules are a list)",
}


def addresses(resolver=None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address with its whole path."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found += [(path, entry)] if isinstance(entry, URLPattern) else addresses(entry, path)
    return found


def workspace_addresses() -> list[tuple[str, URLPattern]]:
    return [(path, entry) for path, entry in addresses() if "<slug:workspace>" in path]


ALL_RIGHTS = frozenset().union(*RIGHTS.values())


def test_there_are_addresses_to_look_at():
    assert len(workspace_addresses()) > 50


@pytest.mark.parametrize(("path", "entry"), workspace_addresses(), ids=lambda value: str(value)[:60])
def test_every_address_of_a_workspace_names_a_right_that_exists(path, entry):
    assert getattr(entry.callback, "right", None) in ALL_RIGHTS, path


@pytest.mark.parametrize(("path", "entry"), workspace_addresses(), ids=lambda value: str(value)[:60])
def test_the_workspace_stands_first_in_its_addresses(path, entry):
    assert path.startswith("w/<slug:workspace>/")


def test_every_right_is_asked_for_somewhere():
    asked = {getattr(entry.callback, "right", "") for _, entry in workspace_addresses()}
    written = "".join(path.read_text() for path in sources() if "roles.py" not in path.name)
    asked |= {right for right in ALL_RIGHTS if re.search(rf'may\([^)]*"{right}"', written)}
    assert not unexpected(ALL_RIGHTS - asked, UNUSED_RIGHTS)


def test_an_owner_has_every_right_and_the_roles_are_ordered():
    owner, manager, agent, viewer = (RIGHTS[role] for role in ("owner", "manager", "agent", "viewer"))
    assert owner == ALL_RIGHTS
    assert owner > manager > agent > viewer
    assert RIGHTS["cleaner"] < owner


@pytest.mark.parametrize("path", templates(), ids=name)
def test_templates_carry_no_inline_style_or_script(path):
    """The content security policy forbids both; a page that needs one would silently not work."""
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"hx-on|hx-vals\s*=\s*[\"']js:|javascript:", text)
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", text), "another host"


def test_markup_is_made_in_templates_only():
    written = {name(path) for path in templates() if re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text())}
    assert not unexpected(written, UNESCAPED)
    makers = {
        name(path)
        for path in sources()
        if re.search(r"mark_safe|format_html|SafeString|SafeText|\|safe", path.read_text())
    }
    assert makers == {"src/casa/web/templatetags/casa.py"}
