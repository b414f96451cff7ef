"""The plan of docs/architecture.md, held against the code: rooms, modules, who imports whom."""

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import yaml

from study import __version__

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "study"
PLAN = (ROOT / "docs" / "architecture.md").read_text("utf-8")
# The package itself holds its version, and the door to the command line; every room may ask for the version.
OUTSIDE = ("__init__", "__main__")


@cache
def modules():
    """Every module of a room: (room, module, its syntax tree); the room's own docstring module is called ""."""
    return tuple(_modules())


def _modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent == PACKAGE:
            assert path.stem in OUTSIDE, f"{path.name} stands in no room"
            continue
        assert path.parent.parent == PACKAGE, f"{path}: a room has no rooms of its own"
        yield path.parent.name, "" if path.stem == "__init__" else path.stem, ast.parse(path.read_text("utf-8"))


def imported(tree):
    """The names that a module imports from the package, wherever it does so: (module it names, name or None)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names if alias.name.split(".")[0] == "study")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read from here"
            if (node.module or "").split(".")[0] == "study":
                yield from ((node.module, alias.name) for alias in node.names)


def rooms_imported(room, tree):
    for module, name in imported(tree):
        parts = [*module.split("."), *([name] if module == "study" and name else [])]
        if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() and parts[1] != room:
            yield parts[1]


def real():
    """Each room's modules, and the rooms that it imports from."""
    held, arrows = {}, {}
    for room, module, tree in modules():
        held.setdefault(room, set()).update([module] if module else [])
        arrows.setdefault(room, set()).update(rooms_imported(room, tree))
    return held, arrows


def listed():
    """The rooms of the plan, in order: name → (modules, rooms it imports from)."""
    found = {}
    for section in re.split(r"^### ", PLAN, flags=re.M)[1:]:
        lines = (re.search(rf"\* {name}: (.*?)\.\n", section, flags=re.S) for name in ("Modules", "Imports"))
        found[section.split("\n")[0].strip("`")] = [re.findall(r"`(\w+)`", line[1]) for line in lines]
    return found


def drawn():
    """The arrows of the drawing: (room imported, room that imports it)."""
    drawing = re.search(r"```mermaid\n(.*?)```", PLAN, flags=re.S)[1]
    return {
        pair
        for line in drawing.splitlines()
        if "-->" in line
        for pair in pairwise(name.strip() for name in line.split("-->"))
    }


def behind(room, arrows):
    """Every room that one rests on, through however many others."""
    found, open_ = set(), {room}
    while open_:
        open_ = {other for at in open_ for other in arrows[at]} - found
        found |= open_
    return found


def test_the_rooms_and_their_modules_are_those_listed():
    held, _ = real()
    assert set(listed()) == set(held)
    for room, (names, _) in listed().items():
        assert names == sorted(held[room]), f"docs/architecture.md, {room}"


def test_the_imports_between_rooms_are_those_listed():
    _, arrows = real()
    order = list(listed())
    for room, (_, names) in listed().items():
        assert names == sorted(arrows[room], key=order.index), f"docs/architecture.md, {room}"


def test_no_import_runs_backwards():
    _, arrows = real()
    order = list(listed())
    assert {
        (room, other) for room in order for other in arrows[room] if order.index(other) >= order.index(room)
    } == set()


def test_an_arrow_is_drawn_where_no_longer_way_says_it():
    _, arrows = real()
    needed = {
        (other, room)
        for room, others in arrows.items()
        for other in others
        if not any(other in behind(between, arrows) for between in others - {other})
    }
    assert drawn() == needed


def test_no_module_takes_a_private_name_of_another():
    found = set()
    for room, module, tree in modules():
        aliases = {}
        for source, name in imported(tree):
            if name and name.startswith("_") and not name.startswith("__"):
                found.add((room, module, f"{source}.{name}"))
            if name and (PACKAGE / Path(*source.split(".")[1:]) / f"{name}.py").is_file():
                aliases[name] = source
        for node in ast.walk(tree):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
            if named and node.attr.startswith("_") and not node.attr.startswith("__"):
                found.add((room, module, f"{node.value.id}.{node.attr}"))
    assert found == set()


def test_no_module_imports_a_notebook_or_a_test():
    for room, module, tree in modules():
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        tops = {name.split(".")[0] for name in names if name}
        assert not tops & {"notebooks", "tests", "conftest", "importnb", "nbimporter", "ipynb"}, (room, module)


def test_a_notebook_calls_rooms_before_the_one_that_runs_it():
    order = list(listed())
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                called = set(rooms_imported("", ast.parse(cell.source)))
                assert {room for room in called if order.index(room) >= order.index("notebooks")} == set(), path.name


def test_citation_names_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["version"] == __version__
    assert citation["license"] == "MIT" and {"title", "message", "abstract", "keywords"} < set(citation)
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.search(rf"^## \[{re.escape(__version__)}\] - (\d{{4}}-\d\d-\d\d)$", changelog, flags=re.M)
    assert str(citation.get("date-released", "")) == (released[1] if released else "")
