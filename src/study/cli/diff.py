"""The command that sets two editions side by side: which numbers differ, and what differs behind them.

Promise: nothing is written; what is cut to fit a screen is counted, and `--all` shows it. Left out: how much of a
change each cause makes (`study bridge`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from study.base.show import visible
from study.base.text import mark, number_text
from study.cli.app import AsJson, Root, app, language, out, paths_of, print_json, print_table, speak
from study.cli.bridge import print_environment

if TYPE_CHECKING:
    from study.bridge.causes import Cause
    from study.bridge.diff import Diff, NumberChange, Printed
    from study.bridge.sources import FileChange

All = Annotated[bool, typer.Option("--all", help="Every number, row and field that differs.")]
Named = Annotated[str, typer.Argument(help="An edition: 2025, or 2025@v1.2 as git held it.")]

_SHOWN = 20
_IDS = 6
_KINDS = {"added": mark("added"), "removed": mark("removed"), "changed": mark("changed")}
_CAUSES = {
    "evidence": mark("evidence"),
    "corrections": mark("corrections"),
    "questionnaire": mark("questionnaire"),
    "date": mark("reference date"),
    "frame": mark("frame"),
    "responses": mark("responses"),
    "claims": mark("published figures"),
    "code": mark("code"),
    "environment": mark("environment"),
    "unknown": mark("not known"),
}


def _number(value: int) -> str:
    return number_text(value, language(), 0)


def _words(printed: "Printed | None") -> str:
    if printed is None:
        return "–"
    return visible(printed.texts.get(language()) or next(iter(printed.texts.values()), printed.value))


def _cause(cause: "Cause", every: bool) -> str:
    named = list(cause.of if every else cause.of[:_IDS])
    if len(named) < len(cause.of):
        named.append(speak("… and {count} more", count=_number(len(cause.of) - len(named))))
    return speak(_CAUSES[cause.why.value]) + (f" ({', '.join(named)})" if named else "")


def _cut(items: Sequence[Any], every: bool) -> Sequence[Any]:
    return items if every else items[:_SHOWN]


def _print_rest(items: Sequence[Any], every: bool, indent: str = "") -> None:
    if not every and len(items) > _SHOWN:
        more = speak("… and {count} more: --all shows them.", count=_number(len(items) - _SHOWN))
        out.print(f"{indent}{more}")


def _print_numbers(found: "Diff", names: tuple[str, str], every: bool) -> None:
    # First the indicators themselves, then what stands beside them.
    moved = sorted(
        (change for change in found.numbers if change.kind == "moved"),
        key=lambda change: change.after is None or change.key != change.after.indicator,
    )
    if moved:
        rows = [
            [
                change.key,
                _words(change.before),
                _words(change.after),
                "; ".join(_cause(cause, every) for cause in change.causes),
            ]
            for change in _cut(moved, every)
        ]
        print_table([mark("number"), *names, mark("what differs behind it")], rows)
        _print_rest(moved, every)
    for kind, message in (("new", mark("New: {count}")), ("gone", mark("Gone: {count}"))):
        mine = [change.key for change in found.numbers if change.kind == kind]
        if mine:
            shown = f" ({', '.join(mine)})" if every else ""
            out.print(f"{speak(message, count=_number(len(mine)))}{shown}", markup=False)
    count = len(moved)
    out.print(speak("{moved} numbers differ, {same} are the same.", moved=_number(count), same=_number(found.same)))


def _print_file(change: "FileChange", every: bool) -> None:
    out.print(f"  {change.path}: {speak(_KINDS[change.kind])}", markup=False)
    for row in _cut(change.rows, every):
        out.print(f"    {row.text(language())}", markup=False)
    for field in _cut(change.fields, every):
        before, after = (visible(text) or "–" for text in (field.before, field.after))
        out.print(f"    {field.field}: {before} → {after}", markup=False)
    _print_rest(change.rows or change.fields, every, "    ")


def _print_behind(found: "Diff", every: bool) -> None:
    out.print("")
    out.print(speak("Inputs: {count} files differ.", count=_number(len(found.inputs))))
    for change in found.inputs:
        _print_file(change, every)
    versions = [edition.package.version for edition in (found.before, found.after)]
    if found.code:
        message = mark("Code: {count} files differ (version {before} → {after}).")
        out.print(speak(message, count=_number(len(found.code)), before=versions[0], after=versions[1]))
        for name, kind in found.code if every else ():
            out.print("  " + speak(mark("{name}: {text}"), name=name, text=speak(_KINDS[kind])), markup=False)
    else:
        out.print(speak("Code: the same."))
    print_environment(found.environment)


def _printed(printed: "Printed | None") -> dict[str, Any] | None:
    if printed is None:
        return None
    return {"value": float(printed.value) if printed.value else None, "texts": dict(printed.texts)}


def _record_number(change: "NumberChange") -> dict[str, Any]:
    return {
        "key": change.key,
        "kind": change.kind,
        "before": _printed(change.before),
        "after": _printed(change.after),
        "causes": [{"why": cause.why.value, "of": list(cause.of)} for cause in change.causes],
    }


def _record_file(change: "FileChange") -> dict[str, Any]:
    rows = [
        {"kind": row.kind, "key": row.key, "row": row.row, "cells": [list(cell) for cell in row.cells]}
        for row in change.rows
    ]
    fields = [{"field": item.field, "before": item.before, "after": item.after} for item in change.fields]
    return {"path": change.path, "kind": change.kind, "rows": rows, "fields": fields}


def _record(found: "Diff", names: tuple[str, str]) -> dict[str, Any]:
    packages = found.environment.packages
    return {
        "before": names[0],
        "after": names[1],
        "same": found.same,
        "numbers": [_record_number(change) for change in found.numbers],
        "inputs": [_record_file(change) for change in found.inputs],
        "code": {
            "before": found.before.package.version,
            "after": found.after.package.version,
            "files": [{"path": name, "kind": kind} for name, kind in found.code],
        },
        "environment": {
            "same": found.environment.same,
            "packages": None
            if packages is None
            else [{"package": pin.package, "before": pin.before, "after": pin.after} for pin in packages],
        },
    }


@app.command()
def diff(before: Named, after: Named, root: Root = None, every: All = False, as_json: AsJson = False) -> None:
    """Compare two editions number by number, with the facts, definitions and code that differ behind them."""
    from study.bridge.diff import diff as compare

    found = compare(paths_of(root), before, after)
    if as_json:
        print_json(_record(found, (before, after)))
        return
    _print_numbers(found, (before, after), every)
    _print_behind(found, every)
