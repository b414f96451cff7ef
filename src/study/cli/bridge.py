"""The commands that say why numbers changed: `study bridge` from an edition to a wave, `study diff` between editions.

Promise: nothing is written; the numbers of a row add up as they are printed. Left out: the section of the report
(`study.chapters.bridge`), whose numbers these are.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from study.base.text import list_text, mark, number_text
from study.cli.app import AsJson, LeverNumber, Root, app, language, out, paths_of, print_json, print_table, speak

if TYPE_CHECKING:
    from study.bridge.across import Bridge, Row
    from study.bridge.environment import Environment
    from study.bridge.moves import Move

All = Annotated[bool, typer.Option("--all", help="Every number, each territory’s too.")]
QuestionName = Annotated[str | None, typer.Option("--question", help="One question only.")]

PARTS = {
    "unreproduced": mark("not reproduced"),
    "evidence": mark("evidence"),
    "date": mark("date"),
    "questionnaire": mark("questionnaire"),
    "code": mark("code"),
}
_STEPS = {
    "evidence": mark("Evidence found since about the earlier date:"),
    "date": mark("Between the two reference dates:"),
    "questionnaire": mark("By the questionnaire:"),
}
_HOW = {
    "adopted": mark("adopted"),
    "ended": mark("ended"),
    "newly_documented": mark("newly documented"),
    "no_longer_documented": mark("no longer documented"),
    "other": mark("other change"),
    "now_asked": mark("asked for the first time"),
    "no_longer_asked": mark("no longer asked"),
    "entered": mark("entered the frame"),
    "left": mark("left the frame"),
}
# What is found since about the past has not happened since.
_FOUND = {
    "adopted": mark("now known as a yes"),
    "ended": mark("now known as a no"),
    "newly_documented": mark("a yes found since"),
    "no_longer_documented": mark("a yes withdrawn since"),
}
_BY_STEP = {"evidence": _FOUND, "date": {"no_longer_documented": mark("lapsed")}}
_STATES = {
    "yes": mark("yes"),
    "planned": mark("planned"),
    "no": mark("no"),
    "unknown": mark("unknown"),
    "not_asked": mark("not asked"),
    "outside": mark("outside the frame"),
}
_FATES = {"new": mark("new"), "gone": mark("gone"), "unsplit": mark("not split")}


def _rows(found: "Bridge", lever: int | None, question: str | None, every: bool) -> "list[Row]":
    from study.bridge.entries import all_shown, levers, shown

    rows = list(found.rows) if every or question else [row for item in levers(found) for row in shown(found, item)]
    if question:
        rows = [row for row in rows if question in row.indicator.split(".")]
        if not every:
            rows = [row for row in rows if not row.territory]
    rows = [row for row in rows if lever in (None, row.lever)]
    return rows if lever is not None or question else [*rows, all_shown(found)[-1]]


def _checked(found: "Bridge", lever: int | None, question: str | None) -> None:
    asked = [item for study in (found.before, found.after) for item in study.questions]
    if lever is not None and lever not in {item.lever for item in asked}:
        known = sorted({item.lever for item in asked})
        raise typer.BadParameter(", ".join(map(str, known)), param_hint="--lever")
    if question is not None and question not in {item.question for item in asked}:
        from study.base.nearest import nearest

        near = nearest(question, sorted({item.question for item in asked}))
        raise typer.BadParameter(near or question, param_hint="--question")


def _print_rows(found: "Bridge", rows: "list[Row]") -> None:
    from study.bridge.entries import level_text, part_texts

    lang = language()
    parts = [part for part in found.order if part.value != "unreproduced" or any(r.split.parts.get(part) for r in rows)]
    table = []
    for row in rows:
        name = f"{row.indicator}@{row.territory}" if row.territory else row.indicator
        texts = part_texts(row, lang)
        fate = [speak(_FATES[row.split.fate.value]), *["–"] * (len(parts) - 1)] if not texts else []
        levels = [level_text(level, row, lang) for level in (row.split.before, row.split.after)]
        table.append([name, levels[0], *(fate or [texts[part] for part in parts]), levels[1]])
    headings = [mark("indicator"), found.earlier, *(PARTS[part.value] for part in parts), found.later]
    print_table(headings, table)


def _moved(move: "Move", found: "Bridge", part: str) -> str:
    name = found.names.get(move.territory, move.territory)
    how = _BY_STEP.get(part, {}).get(move.how.value) or _HOW[move.how.value]
    before, after = (speak(_STATES[state]) for state in (move.before, move.after))
    facts = f" ({', '.join(move.evidence)})" if move.evidence else ""
    return speak(mark("{name}: {text}"), name=name, text=f"{speak(how)}, {before} → {after}{facts}")


def _print_moves(found: "Bridge", lever: int | None, question: str | None, every: bool) -> None:
    for part, heading in _STEPS.items():
        mine = [
            move
            for key, moves in found.moves.items()
            if key.value == part
            for move in moves
            if lever in (None, move.lever) and question in (None, move.question) and (move.effect or every or question)
        ]
        if mine:
            out.print(f"\n[bold]{speak(heading)}[/bold]")
        for name in dict.fromkeys(move.question for move in mine):
            out.print(f"  {name}")
            for move in (item for item in mine if item.question == name):
                out.print(f"    {_moved(move, found, part)}", markup=False)


def print_environment(environment: "Environment") -> None:
    """Say which libraries differ."""
    if environment.same:
        out.print(speak("Environment: the same libraries."))
    elif environment.packages is None:
        out.print(speak("Environment: the libraries differ; the earlier list is not to be had here."))
    else:
        pins = [f"{pin.package} {pin.before or '–'} → {pin.after or '–'}" for pin in environment.packages]
        count = number_text(len(pins), language(), 0)
        out.print(
            speak("Environment: {count} libraries differ: {pins}", count=count, pins=", ".join(pins)), markup=False
        )


def _print_notes(found: "Bridge") -> None:
    out.print("")
    if found.modules:
        count = number_text(len(found.modules), language(), 0)
        out.print(speak("Code: {count} modules that compute differ; the edition’s own code was run.", count=count))
    else:
        out.print(speak("Code: what computes is the same."))
    if found.swapped:
        out.print(speak("The earlier code cannot read today’s questionnaire: it was exchanged before it."))
    for part, rows in found.left_out.items():
        if rows:
            keys = list_text([row.key for row in rows], language())
            message = mark("Left out of the step “{step}”, since its questionnaire does not have them: {keys}")
            out.print(speak(message, step=speak(PARTS[part.value]), keys=keys), markup=False)
    print_environment(found.environment)


def _environment(environment: "Environment") -> dict[str, Any]:
    packages = environment.packages
    pins = (
        None if packages is None else [{"package": p.package, "before": p.before, "after": p.after} for p in packages]
    )
    return {"same": environment.same, "packages": pins}


def _record(found: "Bridge", rows: "list[Row]") -> dict[str, Any]:
    from study.bridge.entries import split_of

    def value(number: Any) -> float | None:
        return None if number is None else float(number)

    return {
        "earlier": found.earlier,
        "later": found.later,
        "order": [part.value for part in found.order],
        "indicators": [
            {
                "lever": row.lever,
                "indicator": row.indicator,
                "territory": row.territory,
                "unit": row.unit,
                "fate": row.split.fate.value,
                "before": value(row.split.before),
                "parts": {part.value: float(size) for part, size in row.split.parts.items()},
                "after": value(row.split.after),
                "exact": split_of(row.split),
            }
            for row in rows
        ],
        "moves": {
            part.value: [
                {
                    "lever": move.lever,
                    "question": move.question,
                    "territory": move.territory,
                    "before": move.before,
                    "after": move.after,
                    "how": move.how.value,
                    "evidence": list(move.evidence),
                }
                for move in moves
            ]
            for part, moves in found.moves.items()
        },
        "left_out": {
            part.value: [{"file": row.file, "key": row.key, "because": row.because} for row in rows]
            for part, rows in found.left_out.items()
        },
        "code": {"same": not found.modules, "modules": list(found.modules)},
        "environment": _environment(found.environment),
    }


@app.command()
def bridge(
    earlier: Annotated[str, typer.Argument(help="The wave to start from; it has a published edition.")],
    later: Annotated[str, typer.Argument(help="A later wave, as computed now.")],
    root: Root = None,
    lever: LeverNumber = None,
    question: QuestionName = None,
    every: All = False,
    as_json: AsJson = False,
) -> None:
    """Split each number’s change since an edition: evidence found since, reference date, questionnaire, code."""
    from study.bridge.across import bridge as across

    found = across(paths_of(root), earlier, later, sealed=True)
    _checked(found, lever, question)
    rows = _rows(found, lever, question, every)
    if as_json:
        print_json(_record(found, rows))
        return
    _print_rows(found, rows)
    _print_moves(found, lever, question, every)
    _print_notes(found)
