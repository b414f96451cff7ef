"""`replication.md`: what verifying an edition found, for people, in the order of the data editor's template.

Promise: a summary, then only what differs, then every table, figure and number in the text with its program, then the
class and its reasons. Left out: the record for programs (`study.verify.replication`).
"""

from collections.abc import Iterable, Iterator

from study.base.text import mark, number_text
from study.verify.classes import ReasonKind, ReproductionClass
from study.verify.compare import Finding, Verdict
from study.verify.differences import differences
from study.verify.inputs import feeds_of
from study.verify.outputs import Piece, trail_of
from study.verify.replication import QUESTIONS, files_found, findings_of, questions_of
from study.verify.verification import Question, Verification
from study.verify.writing import ASKED, Writer, cell, code

NAME = "replication.md"

_KINDS = {
    "table": mark("Tables"),
    "figure": mark("Figures"),
    "number": mark("Numbers in the text"),
    "file": mark("Files"),
}
_RIGHT = (Verdict.IDENTICAL, Verdict.SAME)


def page_text(found: Verification, lang: str) -> str:
    """Return the content of `replication.md`."""
    writer = Writer(lang)
    parts = (_summary, differences, _findings, _classification)
    return "\n".join(line for part in parts for line in part(found, writer)) + "\n"


def _summary(found: Verification, writer: Writer) -> Iterator[str]:
    title = writer.say("Replication of the edition {wave}", wave=cell(found.edition.wave))
    yield from [f"# {title}", "", f"**{writer.say(found.reproduction)}** ({found.reproduction})", ""]
    rows = []
    for name, question in questions_of(found).items():
        counts = [_equal(found, name, kind, writer) for kind in _KINDS]
        named = f"**{writer.say(question.reproduction)}**"
        rows.append([writer.say(ASKED[name]), named, _ledger(question, writer), *counts])
    yield from writer.table([mark("Question"), mark("Class"), mark("Numbers of the ledger"), *_KINDS.values()], rows)
    package = found.edition.package
    yield writer.say("Each cell: how many are the same, of how many.")
    yield ""
    yield writer.say(
        "Edition: edition.json {sha256}, package {version} ({digest}).",
        sha256=code(found.record),
        version=cell(package.version),
        digest=code(package.digest),
    )
    yield ""


def _of(right: int, count: int, writer: Writer) -> str:
    return f"{number_text(right, writer.lang)} / {number_text(count, writer.lang)}"


def _ledger(question: Question, writer: Writer) -> str:
    comparison = question.comparison
    if comparison is None:
        return "–"
    wrong = sum(item.verdict is not Verdict.NEW for item in comparison.moved)
    return _of(comparison.numbers - wrong, comparison.numbers, writer)


def _equal(found: Verification, name: str, kind: str, writer: Writer) -> str:
    """Return how many pieces of a kind are the same; of files, byte for byte."""
    if questions_of(found)[name].comparison is None:
        return "–"
    pairs: Iterable[tuple[str, dict[str, Finding]]]
    if kind == "file":
        pairs = [("file", findings) for findings in files_found(found).values()]
    else:
        pairs = [(piece.kind, findings) for piece, findings in findings_of(found)]
    mine = [f[name] for k, f in pairs if k == kind and name in f and f[name].verdict is not Verdict.NEW]
    right = (Verdict.IDENTICAL,) if kind == "file" else _RIGHT
    return _of(sum(finding.verdict in right for finding in mine), len(mine), writer)


def _verdicts(findings: dict[str, Finding], writer: Writer) -> list[str]:
    verdicts = [findings[name].verdict if name in findings else mark("not computed") for name in QUESTIONS]
    return [writer.say(verdict) for verdict in verdicts]


def _program(piece: Piece) -> str:
    return code(piece.notebook) + (f" [{cell(piece.cell)}]" if piece.cell else "")


def _findings(found: Verification, writer: Writer) -> Iterator[str]:
    yield from writer.heading("##", mark("Findings"))
    trail = trail_of(found.published)
    answers = (mark("Rebuilt"), mark("Today"))
    for kind in ("table", "figure", "number"):
        yield from writer.heading("###", _KINDS[kind])
        printed = [mark("Published")] if kind == "number" else []
        heads = [mark("No."), mark("Key"), mark("Part"), mark("Program"), mark("Inputs"), *printed, *answers]
        rows = []
        for piece, findings in findings_of(found):
            if piece.kind == kind:
                inputs = cell(", ".join(feeds_of(trail, kind, piece.id).files))
                title = [cell(piece.title)] if printed else []
                place = [cell(piece.number), code(piece.id), cell(piece.part), _program(piece)]
                rows.append([*place, inputs, *title, *_verdicts(findings, writer)])
        yield from writer.table(heads, rows)
    yield from writer.heading("###", _KINDS["file"])
    rows = [[code(file), *_verdicts(findings, writer)] for file, findings in files_found(found).items()]
    yield from writer.table([mark("File"), *answers], rows)


def _classification(found: Verification, writer: Writer) -> Iterator[str]:
    yield from writer.heading("##", mark("Classification"))
    for item in ReproductionClass:
        yield f"- [{'x' if item is found.reproduction else ' '}] {writer.say(item)} ({item})"
    yield ""
    yield from writer.heading("###", mark("Reason for incomplete reproducibility"))
    told = [(reason.kind, reason.text(writer.lang), "") for reason in found.damage_reasons]
    for name, question in questions_of(found).items():
        told += [(reason.kind, reason.text(writer.lang), writer.say(ASKED[name])) for reason in question.reasons]
    none = writer.say("None.")
    yield f"- [{' ' if told else 'x'}] {none}"
    for kind in ReasonKind:
        mine = [(text, asked) for of, text, asked in told if of is kind]
        yield f"- [{'x' if mine else ' '}] {writer.say(kind)} ({kind})"
        yield from (f"  - {f'*{asked}* ' if asked else ''}{cell(text)}" for text, asked in mine)
