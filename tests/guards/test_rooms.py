"""Direction that an import linter cannot see, and the size of things."""

import ast

import pytest
from django.apps import apps

from tests.guards.house import CORE, ROOMS, calls, name, sources, tree, unexpected

LONGEST = 400  # lines
DYNAMIC = {
    "src/casa/core/connections/registry.py": "the providers that are there: the one list that names no provider",
    "src/casa/edge/places.py": "the edge runs without Django and so without the registry; it verifies by folder name",
    "src/casa/sandbox/providers.py": "serves every provider's sandbox, by folder name",
    "src/casa/testing/pretend.py": "serves every provider's sandbox to the tests, by folder name",
    "src/casa/core/assistant/embed.py": "an optional model package, chosen by name; absent is a normal state",
    "src/casa/config/worker.py": "one module by its plain name, read early so that no guest waits for it",
    "src/casa/config/postgres/binaries.py": "looks where a wheel lies without running any of it",
}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "WorkspaceLink"}


def room_of(model: type) -> str:
    return model._meta.app_label


def core_relations() -> list[tuple[str, str, str]]:
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields() if room_of(model) in ROOMS else ():
            if field.is_relation and field.concrete and room_of(field.related_model) in ROOMS:
                found.append((f"{model._meta.label}.{field.name}", room_of(model), room_of(field.related_model)))
    return found


@pytest.mark.parametrize(("field", "here", "there"), core_relations())
def test_a_foreign_key_points_to_a_room_below_or_its_own(field, here, there):
    assert ROOMS.index(there) <= ROOMS.index(here), f"{field} points up, to {there}"


def test_there_are_foreign_keys_to_look_at():
    assert len(core_relations()) > 60


def test_every_core_app_is_a_room_with_the_same_files():
    folders = {path.name for path in CORE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(ROOMS)
    for room in ROOMS:
        assert (CORE / room / "models.py").exists(), room
        assert (CORE / room / "tests" / "__init__.py").exists(), room


def test_modules_are_imported_by_name_in_named_places_only():
    found = {name(path) for path in sources() if any(calls(path, "import_module", "__import__", "find_spec"))}
    assert not unexpected(found, DYNAMIC)


def test_no_file_outgrows_the_reader():
    long = {name(path): len(path.read_text().splitlines()) for path in sources(tests=True)}
    assert {file: lines for file, lines in long.items() if lines > LONGEST} == {}


def test_functions_stay_small():
    """Ruff holds 50 statements and complexity 8; this holds the depth a reader has to keep in mind."""
    deep = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and depth(node) > 5
    ]
    assert not deep, deep


def depth(node: ast.AST, level: int = 0) -> int:
    """How deep blocks stand in one another; an elif is no deeper than its if, a nested function starts anew."""
    deepest = level
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        block = isinstance(child, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.AsyncFor | ast.AsyncWith)
        elif_ = isinstance(child, ast.If) and isinstance(node, ast.If) and child in node.orelse
        deepest = max(deepest, depth(child, level + (block and not elif_)))
    return deepest


def test_models_save_plainly():
    """Saving saves: no save override, no signals (a verb calls the rest by name)."""
    for room in ROOMS:
        path = CORE / room / "models.py"
        defined = {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
        assert not defined & {"save", "delete", "clean"}, room
    for path in sources():
        assert "django.db.models.signals" not in path.read_text(), name(path)
        assert "django.dispatch" not in path.read_text(), name(path)
