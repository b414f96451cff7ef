"""What differs, for people: numbers first, then tables, figures, words and files; then what it can come from.

Promise: only differences, each with both versions; long lists are cut and counted. Left out: everything that is the
same (`study.verify.page`).
"""

from collections.abc import Iterator, Sequence

from study.base.text import mark
from study.verify.compare import Comparison, Finding, Moved, Verdict
from study.verify.damage import Damage
from study.verify.environment import VersionChange
from study.verify.outputs import Number, Piece
from study.verify.replication import questions_of, shown_otherwise
from study.verify.verification import Question, Verification
from study.verify.writing import ASKED, SHOWN, Writer, cell, code

_DAMAGES = {"changed": mark("edited"), "missing": mark("missing"), "added": mark("added")}
_CHANGES = {"changed": mark("changed"), "removed": mark("removed"), "added": mark("added")}
_RIGHT = (Verdict.IDENTICAL, Verdict.SAME)
_SIDES = (mark("Published"), mark("Computed again"))
_DOCUMENT = {
    "numbers": mark("numbers"),
    "tables": mark("tables"),
    "figures": mark("figures"),
    "texts": mark("words"),
}
_NAMES = {"table": mark("Table {number}"), "figure": mark("Figure {number}")}


def differences(found: Verification, writer: Writer) -> Iterator[str]:
    """Yield the lines of the section."""
    lines = list(_damage(found, writer))
    for name, question in questions_of(found).items():
        told = list(_question(question, writer))
        lines += [*writer.heading("###", ASKED[name]), *told] if told else []
    lines += [*_sources(found, writer), *_environment(found, writer)]
    yield from writer.heading("##", mark("What differs"))
    yield from lines or [writer.say("Nothing."), ""]


def _damage(found: Verification, writer: Writer) -> Iterator[str]:
    groups = (
        (mark("Files of the edition that are not as published"), found.edition_damage),
        (
            mark("Files of the report in this copy that were not as built, before it was built anew"),
            found.build_damage,
        ),
    )
    for title, items in groups:
        if items:
            yield from writer.heading("###", title)
            yield from writer.cut([_damaged(item, writer) for item in items])


def _damaged(item: Damage, writer: Writer) -> str:
    lines = writer.say(" (the lines of: {files})", files=", ".join(map(code, item.lines))) if item.lines else ""
    return writer.item(code(item.file), writer.say(_DAMAGES[item.kind]) + lines)


def _sources(found: Verification, writer: Writer) -> Iterator[str]:
    if found.sources:
        yield from writer.heading("###", mark("Inputs and code that have changed since"))
        lines = []
        for change in found.sources:
            lines.append(writer.item(code(change.path), writer.say(_CHANGES[change.kind])))
            lines += [f"  - {cell(row.text(writer.lang))}" for row in change.rows[:SHOWN]]
        yield from writer.cut(lines)


def _environment(found: Verification, writer: Writer) -> Iterator[str]:
    groups: tuple[tuple[str, tuple[VersionChange, ...]], ...] = (
        (mark("Locked otherwise today"), found.environment.lock),
        (mark("Installed otherwise than the edition's lock says"), found.environment.installed),
    )
    for title, items in groups:
        if items:
            yield from writer.heading("###", title)
            changes = [writer.item(code(i.package), f"{cell(i.before)} → {cell(i.after)}") for i in items]
            yield from writer.cut(changes)


def _question(question: Question, writer: Writer) -> Iterator[str]:
    if question.failure:
        yield writer.say("The build failed:")
        yield from ["", *(f"    {line}" for line in question.failure.splitlines()), ""]
    comparison = question.comparison
    if comparison is None:
        return
    if comparison.moved:
        yield from writer.bold(mark("Numbers"))
        heads = [mark("Key"), *_SIDES, mark("Verdict"), mark("Printed in")]
        rows = [
            [code(i.key), _text(i.expected), _text(i.recomputed), writer.say(i.verdict), cell(", ".join(parts))]
            for i, parts in printed_first(comparison)
        ]
        yield from writer.cut_table(heads, rows)
    if comparison.indicators:
        yield from writer.bold(mark("Indicators"))
        yield from writer.cut([writer.item(code(item.key), _values(item)) for item in comparison.indicators])
    for piece, finding in comparison.pieces:
        if piece.kind != "number" and finding.verdict not in _RIGHT:
            yield from _piece(piece, finding, writer)
    yield from _documents(comparison, writer)


def printed_first(comparison: Comparison) -> list[tuple[Moved, list[str]]]:
    """Return the numbers that moved with the parts whose text prints them, those that are printed somewhere first."""
    parts: dict[str, dict[str, None]] = {}
    for piece, _ in comparison.pieces:
        if piece.kind == "number":
            parts.setdefault(piece.id, {})[piece.part] = None
    moved = [(item, list(parts.get(item.key, {}))) for item in comparison.moved]
    return sorted(moved, key=lambda pair: not pair[1])


def _text(value: object) -> str:
    return cell(value.text) if isinstance(value, Number) else "–"


def _values(item: Moved) -> str:
    """Return the columns of an indicator that moved."""
    before, after = item.expected or {}, item.recomputed or {}
    names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    return ", ".join(f"{cell(name)} {_plain(before.get(name))} → {_plain(after.get(name))}" for name in names)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.12g}"


def _piece(piece: Piece, finding: Finding, writer: Writer) -> Iterator[str]:
    number = writer.say(_NAMES[piece.kind], number=piece.number).strip()
    said = writer.say("{place}: {what}", place=f"**{number}** ({code(piece.id)})", what=writer.say(finding.verdict))
    yield from [said, ""]
    rows = [[cell(c.row), cell(c.column), cell(c.expected), cell(c.recomputed)] for c in finding.cells]
    if rows:
        yield from writer.cut_table([mark("Row"), mark("Column"), *_SIDES], rows)


def _documents(comparison: Comparison, writer: Writer) -> Iterator[str]:
    """Yield what is drawn otherwise, how PDF and page differ, the words that do, the files that are not the same."""
    drawn = [piece.id for piece, _ in comparison.differing(Verdict.SAME) if piece.kind == "figure"]
    if drawn:
        yield writer.say("Figures drawn otherwise from the same data: {figures}.", figures=", ".join(map(code, drawn)))
        yield ""
    for document in shown_otherwise(comparison):
        yield _document(document["file"], [name for name in _DOCUMENT if document[name]], writer)
        yield ""
    if comparison.texts:
        yield from writer.bold(mark("Words"))
        lines = []
        for item in comparison.texts:
            lines += [f"- {cell(item.part)}", *(f"  - − {cell(line)}" for line in item.expected)]
            lines += [f"  - + {cell(line)}" for line in item.recomputed]
        yield from writer.cut(lines)
    others = ", ".join(map(code, comparison.other_files))
    if others:
        yield writer.say("Files that are not the same byte for byte: {files}.", files=others)
        yield ""


def _document(file: str, differing: Sequence[str], writer: Writer) -> str:
    if not differing:
        return writer.say("{file} differs in its bytes alone: it says and shows the same.", file=code(file))
    kinds = ", ".join(writer.say(_DOCUMENT[name]) for name in differing)
    return writer.say("{file} differs in what is named here: {kinds}.", file=code(file), kinds=kinds)
