"""YAML as this study writes it: plain values, each with the line it stands on.

Promise: texts, whole and decimal numbers, true/false, dates, lists and mappings, as YAML 1.2 reads them: `no` and `on`
are texts (in YAML 1.1 they are false and true, which once turned answer codes into booleans). Every value and key can
be named with its line. Refused: duplicate keys (PyYAML keeps the last silently), aliases (a small file could swell
without end), tags, and anything that is not one UTF-8 document. Left out: what the values mean.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from study.base.characters import ControlCharacter, control_in
from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.reading import read_input
from study.codebook import problems as found

# libyaml when PyYAML was built with it: ten times as fast.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\.\d{1,17}(?:[eE][-+]?\d{1,2})?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# Deeper than any file of a study. libyaml composes by recursion in C: lists in lists without end would end the process.
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file's value, and the line of each key path in it."""

    file: str
    value: Any
    lines: Mapping[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line of a path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Return the place of a path, its last key as the column."""
        names = [part for part in path if isinstance(part, str)]
        return Place(self.file, line=self.line(path), column=names[-1] if names else None)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Walk:
    """One pass over the node tree: values out, lines and problems aside."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []

    def _place(self, node: yaml.Node, column: str | None = None) -> Place:
        return Place(self.file, line=node.start_mark.line + 1, column=column)

    def value(self, node: yaml.Node, path: tuple[str | int, ...], key: yaml.Node | None = None) -> Any:
        """Return the value of a node; records its line (the key's, when it has one)."""
        self.lines[path] = (key or node).start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # for mypy: there is no other kind
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(found.YamlKeyNotText(self._place(key)))
                continue
            name = str(key.value)
            self._control(key)
            if name in result:
                first = self.lines[(*path, name)]
                self.problems.append(found.YamlDuplicateKey(self._place(key, name), name, {"first_line": first}))
                continue
            result[name] = self.value(value, (*path, name), key)
        return result

    def _control(self, node: yaml.ScalarNode) -> None:
        if control := control_in(str(node.value)):
            self.problems.append(ControlCharacter(self._place(node), control))

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = str(node.value)
        self._control(node)
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        if match := _DATE.fullmatch(text):
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError:
                return text  # 2019-02-30: the model says that it is no date
        return text


def _reason(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.context, error.problem) if part)


def _look_through(text: str, file: str) -> None:
    """Follow the events, of which none needs the stack; refuse aliases, tags, and what is too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        place = Place(file, line=event.start_mark.line + 1 if event.start_mark else None)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(found.YamlAlias(place))
        if tag := getattr(event, "tag", None):
            raise _Refused(found.YamlTag(place, tag))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _Refused(found.YamlTooDeep(place))


def read_yaml(path: Path, paths: StudyPaths) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file whose top is a mapping; None with the problems when it cannot be used at all."""
    file = paths.relative(path)
    data, problems = read_input(path, paths)
    if data is None:
        return None, problems or [found.MissingYaml(Place(file))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [found.YamlNotUtf8(Place(file, line=line))]
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML text whose top is a mapping; `file` is what places call it. None and the problems as above."""
    walk = _Walk(file)
    try:
        _look_through(text, file)
        node = yaml.compose(text, Loader=_Loader)
        if node is None:
            return None, [found.YamlEmpty(Place(file))]
        value = walk.value(node, ())
    except _Refused as refused:
        return None, [*walk.problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        place = Place(file, line=at.line + 1, column=str(at.column + 1)) if at else Place(file)
        return None, [found.NotYaml(place, None, {"reason": _reason(error)})]
    except yaml.YAMLError as error:
        return None, [found.NotYaml(Place(file), None, {"reason": " ".join(str(error).split())})]
    if not isinstance(value, dict):
        return None, [found.YamlNotMapping(Place(file, line=1))]
    return Document(file, value, walk.lines), walk.problems
