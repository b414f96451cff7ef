"""Each kind of problem that a user can meet is met by a test, and its words are looked at.

Whatever problem a test makes is read in both languages by `problems_say_what_they_are` (tests/conftest.py): no field is
left empty, its file is named, every value is in words. What is left to find here is a kind that no test makes: one
whose code or class stands in no test, nor words that are its own.
"""

import ast
import importlib
import pkgutil
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import study
from study.base.errors import Place, Problem
from study.base.text import LOCALE_DIR

TESTS = Path(__file__).parent
PACKAGE = Path(study.__file__).parent
SENTENCES = ("what", "why", "remedy")
LEAST_SIGNS = 8


def spaced(text):
    return " ".join(text.split())


@cache
def classes():
    """Every kind of problem of the package that has words of its own."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "study."):
        if module.name.split(".")[1] not in ("__main__", "template", "notebooks_shipped"):
            importlib.import_module(module.name)
    found, open_ = [], [Problem]
    while open_:
        here = open_.pop().__subclasses__()
        open_ += here
        found += [kind for kind in here if kind.__module__.startswith("study.") and "what" in vars(kind)]
    # A dataclass with slots is made twice: the later one is the one that is named.
    by_name = {(kind.__module__, kind.__name__): kind for kind in found}
    return tuple(kind for _, kind in sorted(by_name.items()))


@cache
def french():
    with (LOCALE_DIR / "fr" / "LC_MESSAGES" / "study.po").open("rb") as stream:
        return {message.id: message.string for message in read_po(stream, locale="fr") if message.id}


def pieces(kind):
    """The words of a problem between its fields, in both languages."""
    texts = [getattr(kind, name) for name in SENTENCES]
    found = (
        words for text in [*texts, *map(french().get, texts)] for words, *_ in string.Formatter().parse(text or "")
    )
    return {spaced(words) for words in found if len(spaced(words)) >= LEAST_SIGNS}


def literals(path):
    """The texts that stand in a test file, docstrings left out; and the names of classes."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented) and node.body]
    docstrings = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    nodes = [node for node in ast.walk(tree) if id(node) not in docstrings]
    texts = {spaced(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return texts, names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def unread(kinds, files):
    """The kinds that no file names, by code or class, and of which none holds words that no other kind has."""
    words = {kind: pieces(kind) for kind in kinds}
    held = set().union(*(texts | names for texts, names in files))
    left = {kind for kind in kinds if not held & {kind.code, kind.__name__}}
    every = [(piece, kind) for kind in kinds for piece in words[kind]]

    def owners(part):
        return {kind for piece, kind in every if part in piece}

    own = {kind: [piece for piece in words[kind] if owners(piece) == {kind}] for kind in left}
    for text in held:
        if len(text) >= LEAST_SIGNS:
            left -= {kind for kind in left if any(piece in text for piece in own[kind])}
            if any(text in piece for kind in left for piece in words[kind]):
                left -= owners(text) if len(owners(text)) == 1 else set()
    return [kind for kind in kinds if kind in left]


class Cats(Problem):
    code, what, why, remedy = "cats", "The disk is full of {x} cats.", "Nothing fits.", "Throw some away."


class Dogs(Problem):
    code, what, why, remedy = "many-dogs", "The disk is full of {x} dogs.", "Nothing fits.", "Buy another one."


def test_a_kind_is_met_where_its_code_its_class_or_words_of_its_own_stand():
    kinds = [Cats, Dogs]
    assert unread(kinds, [({"cats"}, set()), (set(), {"Dogs"})]) == []
    assert unread(kinds, [({"Throw some"}, set())]) == [Dogs]
    assert unread(kinds, [({"so: Buy another one. Or not"}, set())]) == [Cats]
    assert unread(kinds, [({"The disk is full of", "Nothing fits.", "another", "cat"}, set())]) == kinds


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Cats(Place("a.csv", line=2), details={"x": 3}), []),
        (Cats(details={"x": ["two", "or three"]}), []),
        (Cats(), ["nothing fills {x}"]),
        (Cats(details={"x": object()}), ["says <object object"]),
        (Cats(details={"x": "{y}"}), []),
    ],
)
def test_a_problem_that_does_not_say_all_is_found(problem, said, not_said):
    assert not_said(problem) == said


def test_every_kind_of_problem_is_met_by_a_test_that_reads_its_words():
    assert len(classes()) > 250
    told = [path for pattern in ("test_*.py", "*_cases.py") for path in sorted(TESTS.rglob(pattern))]
    files = [literals(path) for path in told if path != Path(__file__)]
    missing = {f"{kind.__module__}.{kind.__name__}" for kind in unread(classes(), files)}
    assert missing == set(), sorted(missing)
