"""The command that sets the report's indicators beside those of the independent SQL.

Promise: every number of every indicator is compared; exit status 1 when one differs, or is on one side only. Nothing is
written and nothing is built.
"""

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from study.base.text import mark, number_text
from study.cli.app import AsJson, Root, WaveName, app, language, out, paths_of, print_json, print_table, speak, wave_of

if TYPE_CHECKING:
    from study.recount.compare import Row

_COLUMNS = {
    "value": mark("value"),
    "numerator": mark("numerator"),
    "base": mark("base"),
    "unknown": mark("unknown"),
    "lower": mark("lower"),
    "upper": mark("upper"),
    "median_age_years": mark("median age in years"),
    "high_count": mark("count at high confidence"),
}

All = Annotated[bool, typer.Option("--all", help="Print every indicator, not only what differs.")]


@app.command()
def audit(wave: WaveName = None, root: Root = None, as_json: AsJson = False, every: All = False) -> None:
    """Compute every indicator of a built wave again, by SQL over the raw files, and compare the two."""
    from study.base.errors import Place, StudyError
    from study.recount.compare import compare, differences, read_indicators
    from study.recount.problems import NeverBuilt
    from study.recount.run import recompute

    paths = paths_of(root)
    name = wave_of(paths, wave)
    built = paths.indicators(name)
    if not built.is_file():
        raise StudyError([NeverBuilt(Place(paths.relative(built)), name)])
    rows = list(compare(read_indicators(built), recompute(paths, name)))
    wrong = differences(rows)
    if as_json:
        print_json([_record(name, row) for row in (rows if every else wrong)])
    else:
        _print_rows(rows if every else wrong)
        _print_levers(rows)
        said = mark("Wave {wave}: {count} indicators, all the same on both sides.")
        if wrong:
            said = mark("Wave {wave}: {differing} of {count} indicators differ.")
        count, differing = (number_text(len(table), language(), 0) for table in (rows, wrong))
        out.print(speak(said, wave=name, count=count, differing=differing), style="red" if wrong else "green")
    if wrong:
        sys.exit(1)


def _record(wave: str, row: "Row") -> dict[str, Any]:
    return {
        "wave": wave,
        "lever": row.lever,
        "indicator": row.indicator,
        "territory": row.territory,
        "verdict": row.verdict.value,
        "differing": list(row.differing),
        "report": row.report,
        "sql": row.sql,
    }


def _number(value: float | None) -> str:
    """Return a number as exactly as it is stored: two that differ must not look alike."""
    return "–" if value is None else repr(float(value)).removesuffix(".0")


def _print_rows(rows: "list[Row]") -> None:
    """Print the value on both sides, and below it every other number that differs."""
    if not rows:
        return
    lines: list[list[str]] = []
    for row in rows:
        shown = [name for name in row.differing if name != "value"]
        for name in ("value", *shown):
            first = name == "value"
            label = row.indicator if first else f"  {speak(_COLUMNS[name])}"
            verdict = speak(row.verdict.value) if first else ""
            numbers = (_number(side[name]) for side in (row.report, row.sql))
            lines.append([label, row.territory if first else "", *numbers, verdict])
    headings = [mark("indicator"), mark("territory"), mark("report"), mark("SQL"), mark("verdict")]
    print_table(headings, lines)
    out.print()


def _print_levers(rows: "list[Row]") -> None:
    """Print how many indicators of each lever were compared, and how many differ."""
    compared = Counter(row.lever for row in rows)
    differ = Counter(row.lever for row in rows if row.verdict.value != "same")
    levers = sorted(compared, key=lambda lever: (lever is None, lever))
    lines = [
        [
            "–" if lever is None else str(lever),
            *map(str, (compared[lever], compared[lever] - differ[lever], differ[lever])),
        ]
        for lever in levers
    ]
    print_table([mark("lever"), mark("indicators"), mark("same"), mark("differ")], lines)
