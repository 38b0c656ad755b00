"""Settings: every wrong one is named, every secret may come from a file, and each is documented."""

import dataclasses
import json
import os
import stat
from pathlib import Path

import pytest

from casa.config import keys
from casa.config.environment import Environment, WrongSetting, database_settings, load
from casa.config.paths import ROOT, make_folder
from casa.config.postgres.external import password
from casa.config.trouble import Trouble

KEY = "k" * 40
MASTERS = f"1:{keys.new_key()},2:{keys.new_key()}"
EXTERNAL = {
    "DATABASE_URL": "postgresql://boss:s%40fe@db.example.org:5433/house?sslmode=require",
    "CASA_SECRET_KEY": KEY,
    "CASA_MASTER_KEYS": MASTERS,
}


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    return {"CASA_DATA": str(tmp_path / "data")}


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("CASA_BASE_URL", "http://casa.example.org", "use https"),
        ("CASA_BASE_URL", "casa.example.org", "whole address"),
        ("CASA_BASE_URL", "https://[half", "whole address"),
        ("CASA_BASE_URL", "https://casa.example.org/inbox", "no path"),
        ("CASA_BASE_URL", "https://me@casa.example.org", "no path"),
        ("CASA_PORT", "eighty", "between 1 and 65535"),
        ("CASA_PORT", "70000", "between 1 and 65535"),
        ("CASA_DEMO", "maybe", "1 for yes"),
        ("CASA_SANDBOX_URL", "there", "whole address"),
        ("CASA_SECRET_KEY", "tiny", "at least 32"),
        ("CASA_MASTER_KEYS", "1:c2hvcnQ=", "number:key pairs"),
        ("CASA_MASTER_KEYS", MASTERS.replace("2:", "1:"), "each number once"),
        ("CASA_MASTER_KEYS", "xyzzy", "number:key pairs"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(here: dict[str, str], name: str, value: str, advice: str) -> None:
    with pytest.raises(WrongSetting, match=advice) as raised:
        load(here | {name: value})
    assert str(raised.value).startswith(f"{name}: ")
    assert name not in ("CASA_SECRET_KEY", "CASA_MASTER_KEYS") or value not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c",
        "postgresql://b/c",
        "postgresql://a@b/",
        "postgresql://a@b/c?password=x",
        "postgresql://a@b/c?x",
    ],
)
def test_a_wrong_database_address_is_named(here: dict[str, str], url: str) -> None:
    with pytest.raises(WrongSetting, match=r"^DATABASE_URL: "):
        load(here | EXTERNAL | {"DATABASE_URL": url})


@pytest.mark.parametrize("missing", ["CASA_SECRET_KEY", "CASA_MASTER_KEYS"])
def test_with_a_server_elsewhere_the_keys_must_be_given(here: dict[str, str], missing: str) -> None:
    with pytest.raises(WrongSetting, match=rf"^{missing}: "):
        load(here | {name: value for name, value in EXTERNAL.items() if name != missing})


def test_base_url_may_be_plain_only_on_this_machine(here: dict[str, str]) -> None:
    for address in (
        "http://localhost:8400",
        "http://127.0.0.1",
        "http://[::1]:1",
        "https://casa.example.org",
    ):
        assert load(here | {"CASA_BASE_URL": address + "/"}).base_url == address


def test_keys_are_made_once_and_kept_private(here: dict[str, str]) -> None:
    first = load(here)
    assert load(here).secret_key == first.secret_key
    assert load(here).master_keys == first.master_keys
    folder = first.data / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    content = json.loads((folder / "master.json").read_text())
    assert content["current"] == 1
    assert len(first.master_keys[1]) == 32


def test_a_new_master_key_keeps_the_old(here: dict[str, str]) -> None:
    before = load(here).master_keys
    assert keys.add_master(load(here).data / "keys") == 2
    after = load(here)
    assert after.current_master_key == 2
    assert after.master_keys[1] == before[1] != after.master_keys[2]


@pytest.mark.parametrize(
    "damage", ["", "{", '{"current": 1, "keys": {}}', '{"current": 2, "keys": {"1": "AAAA"}}', "[]"]
)
def test_a_damaged_key_file_is_never_replaced(here: dict[str, str], damage: str) -> None:
    path = load(here).data / "keys" / "master.json"
    path.write_text(damage)
    with pytest.raises(Trouble, match="Put back your copy"):
        load(here)
    assert path.read_text() == damage


def test_secrets_may_come_from_files(here: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(KEY + "\n")
    assert load(here | {"CASA_SECRET_KEY_FILE": str(secret)}).secret_key == KEY
    with pytest.raises(WrongSetting, match=r"^CASA_SECRET_KEY_FILE: .*Keep one"):
        load(here | {"CASA_SECRET_KEY_FILE": str(secret), "CASA_SECRET_KEY": KEY})
    with pytest.raises(WrongSetting, match=r"^CASA_SECRET_KEY_FILE: .*cannot be read"):
        load(here | {"CASA_SECRET_KEY_FILE": str(tmp_path / "none")})


def test_no_secret_is_printed(here: dict[str, str]) -> None:
    settings = load(here | EXTERNAL)
    for secret in (KEY, "s%40fe", password(KEY, "casa_app"), repr(settings.master_keys[1])):
        assert secret not in repr(settings)


def test_a_server_elsewhere_is_reached_as_three_roles(here: dict[str, str]) -> None:
    databases = database_settings(load(here | EXTERNAL))
    assert {alias: database["USER"] for alias, database in databases.items()} == {
        "default": "casa_app",
        "owner": "boss",
        "system": "casa_system",
    }
    assert databases["owner"]["PASSWORD"] == "s@fe"
    assert databases["default"]["PASSWORD"] == password(KEY, "casa_app") != password(KEY, "casa_system")
    for database in databases.values():
        assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", "5433", "house")
        assert database["OPTIONS"]["sslmode"] == "require"


def test_the_embedded_database_needs_no_password(here: dict[str, str]) -> None:
    settings = load(here)
    database = database_settings(settings)["default"]
    assert settings.embedded
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("casa_app", "", "casa")
    assert database["HOST"].startswith(str(settings.data))


def test_the_pretend_world_has_a_sandbox_and_a_folder_of_its_own() -> None:
    assert load({"CASA_DEMO": "1"} | EXTERNAL).sandbox_url == "http://127.0.0.1:8401"
    assert load({"CASA_DEMO": "1"} | EXTERNAL).data != load(EXTERNAL).data


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_we_may_not_write_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble, match="permission to write there"):
        load({"CASA_DATA": str(tmp_path / "data")})


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="cannot make the folder"):
        make_folder(tmp_path / "file" / "data")


SETTING_OF = {"app_url": "DATABASE_URL", "system_url": "DATABASE_URL", "embedded": "DATABASE_URL"}


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Environment)])
def test_each_setting_is_documented(field: str) -> None:
    own = "DATABASE_URL" if field == "database_url" else f"CASA_{field.upper()}"
    text = (ROOT / "docs" / "operators" / "settings.md").read_text()
    assert f"`{SETTING_OF.get(field, own)}`" in text
