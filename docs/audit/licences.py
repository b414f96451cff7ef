"""What each locked package may be used under, and whether that is allowed here.

Promise: a licence is an SPDX expression, told by a package's own metadata (its expression, its licence field and its
classifiers where they agree, its text where they say BSD or nothing). Where that is unclear, licences.yaml rules by
name with a reason and the metadata that it was made for; a ruling that no longer fits is told. docs/licences.csv keeps
what was found for every package of every lock, so that judging needs no network. Left out: what is inside
binary wheels, unless a ruling names it; and law.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import yaml
from locks import ROOT, Pin
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

from study.base.errors import Place, Problem

RULES = Path(__file__).with_name("licences.yaml")
TABLE = ROOT / "docs" / "licences.csv"
COLUMNS = ("package", "version", "licence", "told_by")
_RULES_PLACE = Place("docs/audit/licences.yaml")
_TABLE_PLACE = Place("docs/licences.csv")
_BSD = "BSD"  # not a licence of SPDX: two clauses or three
_NONE = ""  # words that no list knows: never passed over


class LicenceUnclear(Problem):
    """Metadata that name no licence, or several that differ."""

    code = "licence-unclear"
    what = "The licence of “{value}” ({locks}) is not clear from its metadata: {declared}."
    why = "What nobody may use must not be needed."
    remedy = "Read its licence text; write an entry under `rulings` in docs/audit/licences.yaml, with the reason."


class LicenceNotAllowed(Problem):
    """A licence that the allow-list does not hold."""

    code = "licence-not-allowed"
    what = "“{value}” ({locks}) is under {licence}, which is not on the allow-list."
    why = "Whoever reuses the study would be bound by a licence that nobody weighed."
    remedy = (
        "Do without the package; or add the licence under `allowed`, or for this package alone under `accepted` in its "
        "ruling, with the reason (docs/audit/licences.yaml)."
    )


class RulingDoesNotFit(Problem):
    """A ruling made for other metadata, or for a package that is in no lock or needs none."""

    code = "licence-ruling-does-not-fit"
    what = "The ruling on “{value}” was made for other metadata ({expected}); now: {declared}."
    why = "The licence may have changed."
    remedy = "Read the licence again, then write what it declares now into the ruling, or delete the ruling."


class LicenceNotLookedAt(Problem):
    """A locked package that the table of licences does not hold, or one that no lock holds any more."""

    code = "licence-table-stale"
    what = "The table of licences and the locks differ on “{value}”: {how}."
    why = "Its licence was never looked at in this version."
    remedy = "Run `make audit-deps`, and commit docs/licences.csv."


@dataclass(frozen=True, slots=True)
class Licence:
    """A row of docs/licences.csv; `told_by`: metadata, text or ruling."""

    package: str
    version: str
    licence: str
    told_by: str


def rules(path: Path = RULES) -> dict[str, Any]:
    """Return licences.yaml: `allowed`, `fields`, `classifiers`, `rulings`."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def declared(dist: Distribution) -> str:
    """Return what a package's metadata say of its licence, on one line."""
    meta = dist.metadata
    field = (next(iter(meta.get_all("License", [])), "")).strip().split("\n")[0]
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier", []) if c.startswith("License ::")]
    said = [next(iter(meta.get_all("License-Expression", [])), ""), field[:80], *classifiers]
    return "; ".join(item for item in said if item) or "nothing"


def told_by_text(text: str) -> str | None:
    """Return which of the common licences a text is, by its own words; None where it is none of them.

    >>> told_by_text("Redistribution and use ... Redistributions in binary form must ... Neither the name")
    'BSD-3-Clause'
    """
    words = " ".join(text.split())
    if "Redistributions in binary form" in words:
        return "BSD-3-Clause" if re.search(r"Neither the names? |may not be used to endorse", words) else "BSD-2-Clause"
    if "Permission is hereby granted, free of charge" in words and "this permission notice shall be included" in words:
        return "MIT"
    return "Apache-2.0" if "Apache License Version 2.0, January 2004" in words else None


def _texts(dist: Distribution) -> Iterable[str]:
    yield from dist.metadata.get_all("License", [])
    named = [file for file in dist.files or [] if re.search(r"licen[cs]e|copying", file.name, flags=re.I)]
    # Beside the metadata stands the package's own licence; elsewhere, those of what it brings along.
    own = [file for file in named if ".dist-info" in file.parts[0]]
    for file in own or named:
        path = Path(str(file.locate()))
        if path.suffix not in (".py", ".pyc") and path.is_file():
            yield path.read_text("utf-8", errors="replace")


def from_metadata(dist: Distribution, known: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (SPDX expression, metadata or text), or None where the metadata do not settle it."""
    meta = dist.metadata
    for expression in meta.get_all("License-Expression", []):
        return canonicalize_license_expression(expression), "metadata"
    field = (next(iter(meta.get_all("License", [])), "")).strip()
    names = [known["fields"].get(field.lower(), _NONE)] if field and field != "UNKNOWN" and "\n" not in field else []
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier", []) if c.startswith("License ::")]
    names += [known["classifiers"].get(name, _NONE) for name in classifiers if name != "OSI Approved"]
    found = set(names)
    if found > {_BSD} and all(name.startswith(_BSD) for name in found):
        found -= {_BSD}
    if found <= {_BSD}:
        read = {name for text in _texts(dist) if (name := told_by_text(text))}
        return (read.pop(), "text") if len(read) == 1 and found <= {name[:3] for name in read} else None
    return None if len(found) > 1 or _NONE in found else (found.pop(), "metadata")


def allows(expression: str, allowed: Iterable[str]) -> bool:
    """Whether some choice of an expression's licences is allowed.

    >>> allows("(MIT OR GPL-3.0-only) AND ISC", ["MIT", "ISC"]), allows("MIT AND GPL-3.0-only", ["MIT"])
    (True, False)
    """
    names = {*allowed, "yes"}

    def flat(text: str) -> bool:
        return any(all(part.strip() in names for part in way.split(" AND ")) for way in text.split(" OR "))

    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression[: inner.start()] + ("yes" if flat(inner[1]) else "no") + expression[inner.end() :]
    return flat(expression)


def licence_of(dist: Distribution, known: Mapping[str, Any], locks: str = "") -> Licence | Problem:
    """Return the licence of an installed package: ruled, or told by itself; a problem where it is neither."""
    name, said = str(canonicalize_name(dist.metadata["Name"])), declared(dist)
    ruling = known["rulings"].get(name)
    if ruling and ruling.get("version", dist.version) == dist.version:
        if ruling["declared"] != said:
            details = {"expected": ruling["declared"], "declared": said}
            return RulingDoesNotFit(_RULES_PLACE, value=name, details=details)
        return Licence(name, dist.version, canonicalize_license_expression(ruling["licence"]), "ruling")
    try:
        found = from_metadata(dist, known)
    except InvalidLicenseExpression:
        found = None
    if found is None:
        return LicenceUnclear(None, value=f"{name}=={dist.version}", details={"locks": locks, "declared": said})
    return Licence(name, dist.version, *found)


def locks_of(pins: Iterable[Pin]) -> dict[tuple[str, str], str]:
    """Return (package, version) → the locks that hold it, in words."""
    found: dict[tuple[str, str], set[str]] = {}
    for pin in pins:
        found.setdefault((pin.name, pin.version), set()).add(pin.lock)
    return {key: ", ".join(sorted(locks)) for key, locks in sorted(found.items())}


def judge(rows: Sequence[Licence], pins: Sequence[Pin], known: Mapping[str, Any]) -> list[Problem]:
    """Return what stands against the table of licences: rows, licences and rulings that do not hold."""
    held, have = locks_of(pins), {(row.package, row.version) for row in rows}
    found: list[Problem] = [
        LicenceNotLookedAt(_TABLE_PLACE, value="==".join(key), details={"how": how})
        for keys, how in ((held.keys() - have, "only locked"), (have - held.keys(), "only in the table"))
        for key in sorted(keys)
    ]
    for row in rows:
        accepted = known["rulings"].get(row.package, {}).get("accepted", [])
        if not allows(row.licence, [*known["allowed"], *accepted]):
            details = {"locks": held.get((row.package, row.version), "no lock"), "licence": row.licence}
            found.append(LicenceNotAllowed(_TABLE_PLACE, value=f"{row.package}=={row.version}", details=details))
    for name in sorted(known["rulings"].keys() - {pin.name for pin in pins}):
        details = {"expected": known["rulings"][name]["declared"], "declared": "it is in no lock"}
        found.append(RulingDoesNotFit(_RULES_PLACE, value=name, details=details))
    return found


def read_table(path: Path = TABLE) -> list[Licence]:
    """Return the rows of docs/licences.csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [Licence(*(row[column] for column in COLUMNS)) for row in csv.DictReader(stream)]


def table_text(rows: Iterable[Licence]) -> str:
    """Return docs/licences.csv: a row per package and version, in order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered = sorted({(row.package, row.version, row.licence, row.told_by) for row in rows})
    writer.writerows(ordered)
    return out.getvalue()
