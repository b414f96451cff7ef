from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.codebook.yaml_source import read_yaml


def read(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_yaml(path, StudyPaths(tmp_path))


def test_values_are_those_of_yaml_1_2(tmp_path):
    document, problems = read(
        tmp_path,
        "a: no\nb: on\nc: true\nd: 12\ne: 1.5\nf: 2019-07-05\ng: ~\nh: '12'\ni: 012\nj: 1:30\nk: 2019-02-30\n"
        "l: [x, 1]\nm: >-\n  two\n  lines\nn: 0x10\no: 1e3\n",
    )
    assert problems == []
    assert document.value == {
        "a": "no",
        "b": "on",
        "c": True,
        "d": 12,
        "e": 1.5,
        "f": date(2019, 7, 5),
        "g": None,
        "h": "12",
        "i": "012",
        "j": "1:30",
        "k": "2019-02-30",
        "l": ["x", 1],
        "m": "two lines",
        "n": "0x10",
        "o": "1e3",
    }


def test_every_key_path_has_its_line(tmp_path):
    document, _ = read(tmp_path, "# head\na: 1\nb:\n  - c: 1\n  - c: 2\n    d: {e: 3}\n")
    assert document.line(("a",)) == 2
    assert document.line(("b", 1, "c")) == 5
    assert document.line(("b", 1, "d", "e")) == 6
    assert document.line(("b", 1, "missing", "deeper")) == 5  # the nearest one above
    assert document.place(("b", 0, "c")).column == "c"


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    document, _ = read(tmp_path, "\ufeffa: 1\n".encode())
    assert document.value == {"a": 1}


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "english", "french"),
    [
        ("a: 1\nb: [1\n", "not-yaml", 3, "1", "This is not YAML", "Ce n’est pas du YAML"),
        ("a: 1\n b: 2\n", "not-yaml", 2, "3", "mapping values are not allowed", "Ce n’est pas du YAML"),
        ("a: 1\n---\nb: 2\n", "not-yaml", 2, "1", "another document", "Ce n’est pas du YAML"),
        ("a: \x07\n", "not-yaml", None, None, "This is not YAML", "Ce n’est pas du YAML"),
        ("", "yaml-empty", None, None, "This file is empty.", "Ce fichier est vide."),
        ("# only a comment\n", "yaml-empty", None, None, "This file is empty.", "Ce fichier est vide."),
        ("- a\n", "yaml-not-mapping", 1, None, "does not start with", "ne commence pas par"),
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, "a", "already stands on line 1", "figure déjà à la ligne 1"),
        ("a: &x [1]\nb: *x\n", "yaml-alias", 2, None, "A YAML alias", "Un alias YAML"),
        ("a: &x [*x]\n", "yaml-alias", 1, None, "A YAML alias", "Un alias YAML"),
        ("a: !!python/name:os.system x\n", "yaml-tag", 1, None, "The YAML tag", "L’étiquette YAML"),
        ("a: !x {b: 1}\n", "yaml-tag", 1, None, "“!x”", "« !x »"),
        ("a: !x [1]\n", "yaml-tag", 1, None, "“!x”", "« !x »"),
        ("? [a]\n: 1\n", "yaml-key-not-text", 1, None, "A key is not a word.", "Une clé n’est pas un mot."),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "yaml-too-deep", 1, None, "nested too deeply", "emboîtées"),
        (b"a: 1\nb: \xe9t\xe9\n", "not-utf8", 2, None, "not encoded in UTF-8", "pas encodé en UTF-8"),
    ],
)
def test_refused(tmp_path, said, content, code, line, column, english, french):
    _, [problem] = read(tmp_path, content)
    assert (problem.code, problem.place.file, problem.place.line) == (code, "x.yaml", line)
    assert problem.place.column == column
    assert english in said(problem, "en")
    assert french in said(problem, "fr")


def test_a_missing_file(tmp_path):
    document, [problem] = read_yaml(tmp_path / "none.yaml", StudyPaths(tmp_path))
    assert document is None and problem.code == "missing-file" and problem.place.file == "none.yaml"


def test_a_swelling_file_is_refused_at_once(tmp_path):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    _, problems = read(tmp_path, bomb)
    assert [problem.code for problem in problems] == ["yaml-alias"]


# PyYAML's writer loses the rarer line breaks (such as U+0085) in keys.
letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
keys = st.text(letters, min_size=1, max_size=6)
scalars = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.dates(min_value=date(1000, 1, 1))
values = st.recursive(
    scalars | st.text(letters, max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, values, min_size=1, max_size=4))
def test_what_a_yaml_writer_writes_is_read_back(tmp_path_factory, value):
    class NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    text = yaml.dump(value, Dumper=NoAliases, allow_unicode=True, sort_keys=False)
    document, problems = read(tmp_path_factory.mktemp("yaml"), text)
    assert problems == []
    assert document.value == value
