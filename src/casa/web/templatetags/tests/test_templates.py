"""What the content policy and the sprite ask of every template and module of the browser side."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2]
STATIC = WEB / "static" / "casa"
TEMPLATES = sorted(WEB.glob("templates/**/*.html")) + sorted(WEB.glob("*/templates/**/*.html"))
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
ICON = re.compile(r'{%\s*icon\s+"([^"]+)"')
ICON_NAME = re.compile(r'icon_name(?:=|\|default:)"([^"]+)"')
DEFAULT_ICON = re.compile(r'{%\s*icon\s+[\w.]+\|default:"([^"]+)"')


def name(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_style_and_no_script_inside_a_page(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son\w+=|hx-on|js:|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_named_icon_is_in_the_sprite(path: Path) -> None:
    text = path.read_text()
    named = {*ICON.findall(text), *ICON_NAME.findall(text), *DEFAULT_ICON.findall(text)}
    assert named <= SPRITE


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_text_is_marked_safe_but_our_own_pictures(path: Path) -> None:
    allowed = {"totp_svg|safe", "field.help_text|safe"}
    assert set(re.findall(r"[\w.]+\|safe\b", path.read_text())) <= allowed
    assert "autoescape off" not in path.read_text()


@pytest.mark.parametrize("path", sorted(STATIC.glob("js/*.js")), ids=name)
def test_modules_compile_no_text_and_load_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function|document\.write|https?://", text)
    imported = re.findall(r'(?:from|import)\s+"([^"]+)"', text)
    assert all((path.parent / other).is_file() for other in imported)


@pytest.mark.parametrize("path", sorted(STATIC.glob("css/*.css")), ids=name)
def test_styles_load_only_what_lies_beside_them(path: Path) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', path.read_text()):
        assert address.startswith("#") or (path.parent / address).is_file()  # "#": a pattern in the page itself
