"""What holds of any reader whatever the bytes: problems that can be printed, or values that an oracle finds in the file.

The oracles share no code with the package: the csv module by itself over the whole text, and PyYAML's loader that reads
every scalar as a text (libyaml's, where that one refuses what YAML allows).
"""

import csv
import io
import math
from collections.abc import Iterator
from typing import Any

import yaml

from study.base.show import render

from .readers import READERS, Read

TABLES = ("frame", "evidence", "sources", "corrections", "claims")


def check(reader: str, data: bytes) -> Read:
    """Read some bytes; AssertionError when the reader breaks a promise. Any other exception is the reader's fault too."""
    read = READERS[reader](data)
    for problem in read.problems:
        assert problem.place is None or problem.place.file, problem
    for lang in ("fr", "en"):
        said = render(read.problems, lang)
        assert "{" not in said or b"{" in data or _braces(read), said
        assert not any(ord(sign) < 32 and sign != "\n" for sign in said), said
    if not read.codes:
        _oracle(reader, data, read.value)
    return read


def _braces(read: Read) -> bool:
    """Tell whether a remedy or a value speaks of braces itself."""
    texts = [text for problem in read.problems for text in (problem.remedy, problem.what, str(problem.value))]
    return any("{{" in text or "}" in text for text in texts)


def _oracle(reader: str, data: bytes, value: Any) -> None:
    if reader in TABLES:
        _table(data, value)
    elif reader == "wave.yaml":
        _yaml(data, value)
    elif reader in ("csv",):
        _cells(data, value)


def _table(data: bytes, rows: list[dict[str, Any]]) -> None:
    """Hold each cell that was read against the cell of the text under the same heading."""
    text = data.decode("utf-8-sig")
    read = [dict.fromkeys(()), *rows][1:]
    for separator in ",;":
        records = [
            record
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            if any(c.strip() for c in record)
        ]
        heading = [cell.strip() for cell in records[0]]
        if rows and set(heading) & set(rows[0]) and len(heading) > 1:
            break
    else:
        assert not rows
        return
    assert len(records) - 1 == len(read)
    for record, row in zip(records[1:], read, strict=True):
        for name, cell in zip(heading, record, strict=True):
            held, cell = row[name], cell.strip()
            if isinstance(held, str):
                # The name of a gathered code is moved beside the question that gathers it.
                assert held == cell or (name == "question" and row.get("code") == cell), (name, held, cell)
            elif cell:
                assert float(cell) == float(held), (name, held, cell)
            else:
                assert math.isnan(held), (name, held)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _yaml(data: bytes, value: Any) -> None:
    """Every text and number that was read stands in the file as such."""
    text = data.decode("utf-8-sig")
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:  # it takes a "?" within a word in braces for a key, which libyaml and YAML 1.2 do not
        loaded = yaml.load(text, Loader=yaml.CBaseLoader)
    written = [str(leaf).strip() for leaf in _leaves(loaded)]
    numbers = set()
    for leaf in written:
        try:
            numbers.add(float(leaf))
        except ValueError:
            continue
    defaults = {"left_out", "respondents", "no_answer", "key", "siren", "name", False, True, None}
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            assert leaf in written or leaf in defaults, leaf
        elif isinstance(leaf, (int, float)) and not isinstance(leaf, bool):
            assert leaf in numbers, leaf


def _cells(data: bytes, grids: dict[str, list[list[str]]] | None) -> None:
    """Every cell that was read stands in the text, decoded in some way that gives that text at all."""
    if not grids or not data.isascii():
        return
    text = data.decode("ascii")
    for row in grids[""]:
        for cell in row:
            assert cell.replace('"', "") in text.replace('"', ""), cell
