"""What two editions rest on, file by file: which differ, and in which rows or fields.

Promise: tables are compared by their rows' keys, YAML field by field with lists by the names of their items, anything
else as a whole; a wave's own files are set beside the other wave's own. Contents are got back only of what differs, and
only where there is more to say than that. Left out: what a difference does to a number (`study.bridge.causes`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from study.archive.record import Edition, SourceFile
from study.archive.recover import recovered
from study.base.layout import StudyPaths
from study.base.scratch import scratch
from study.codebook.yaml_source import read_yaml
from study.intake.changes import KEYS, RowChange, row_changes

OWN = "data/raw/waves/<wave>/"
"""Stands for the folder of each edition's own wave."""
_NAMES = ("question", "code", "lever")

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of a YAML file, named by its path in it (`questions.<question>.core`); empty where it is not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs, by the name that both editions share (`OWN`), and what differs in it, as far as is told."""

    path: str
    kind: Kind
    rows: tuple[RowChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()


def _named(item: Any) -> str | None:
    return next((str(item[name]) for name in _NAMES if name in item), None) if isinstance(item, dict) else None


def flat(value: Any, at: str = "") -> dict[str, str]:
    """Return a YAML value as its leaves by path; a list whose items have names is one more level, any other a leaf.

    >>> flat({"questions": [{"question": "a", "core": True}]})
    {'questions.a.core': 'true', 'questions.a.question': '"a"'}
    """
    if isinstance(value, list) and value and all(_named(item) for item in value):
        value = {str(_named(item)): item for item in value}
    if not isinstance(value, dict) or not value:
        return {at: json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)}
    found: dict[str, str] = {}
    for name in sorted(value, key=str):
        found |= flat(value[name], f"{at}.{name}" if at else str(name))
    return found


def loaded(content: bytes) -> Any:
    """Return a YAML file as the study reads it, as plain values; None when it cannot be read."""
    with scratch("yaml") as folder:
        path = folder / "file.yaml"
        path.write_bytes(content)
        document, _ = read_yaml(path, StudyPaths(folder))
    return document.value if document is not None else None


def field_changes(before: bytes, after: bytes) -> tuple[FieldChange, ...]:
    """Return the fields in which two YAML files differ, by name."""
    old, new = flat(loaded(before)), flat(loaded(after))
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return tuple(FieldChange(name, old.get(name, ""), new.get(name, "")) for name in names)


def shared_name(path: str, wave: str) -> str:
    """Return the name under which a file is compared: a wave's own files stand under `OWN`."""
    own = OWN.replace("<wave>", wave)
    return OWN + path.removeprefix(own) if path.startswith(own) else path


def _by_name(edition: Edition) -> dict[str, SourceFile]:
    return {shared_name(source.path, edition.wave): source for source in edition.inputs}


def _told(name: str) -> bool:
    """Tell whether the content of a file is looked into."""
    base = name.rpartition("/")[2]
    return base in KEYS or base.endswith((".yaml", ".yml"))


def contents(paths: StudyPaths, edition: Edition, wanted: Mapping[str, SourceFile]) -> dict[str, bytes]:
    """Return the contents of some files of an edition by the names wanted; StudyError with each not to be had."""
    found = recovered(paths, edition, wanted.values())
    return {name: found[source.path] for name, source in wanted.items()}


def _change(name: str, before: bytes, after: bytes) -> FileChange:
    base = name.rpartition("/")[2]
    if base in KEYS:
        return FileChange(name, "changed", rows=row_changes(before, after, KEYS[base]))
    return FileChange(name, "changed", fields=field_changes(before, after))


def differing(paths: StudyPaths, before: Edition, after: Edition) -> tuple[FileChange, ...]:
    """Return the input files in which two editions differ, by name; StudyError when a content is not to be had."""
    old, new = _by_name(before), _by_name(after)
    same = {name for name in old.keys() & new.keys() if old[name].sha256 == new[name].sha256}
    look = sorted(name for name in (old.keys() & new.keys()) - same if _told(name))
    was, now = (contents(paths, e, {name: by[name] for name in look}) for e, by in ((before, old), (after, new)))
    found = []
    for name in sorted((old.keys() | new.keys()) - same):
        if name in look:
            found.append(_change(name, was[name], now[name]))
        else:
            found.append(FileChange(name, "added" if name not in old else "removed" if name not in new else "changed"))
    return tuple(found)
