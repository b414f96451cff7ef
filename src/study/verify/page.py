"""`replication.md`: what verifying an edition found, for people, in the order of the data editor's template.

Promise: a summary, then only what differs, then every table, figure and number in the text with its program, then the
class and its reasons; what comes from files is shown, not obeyed. Left out: the record for programs
(`study.verify.replication`).
"""

from collections.abc import Iterable, Iterator, Sequence

from study.base.show import visible
from study.base.text import mark, number_text, say
from study.verify.classes import ReasonKind, ReproductionClass
from study.verify.compare import Finding, Moved, Verdict
from study.verify.damage import Damage
from study.verify.environment import VersionChange
from study.verify.inputs import feeds_of
from study.verify.outputs import Number, Piece, trail_of
from study.verify.replication import (
    QUESTIONS,
    files_found,
    findings_of,
    questions_of,
    shown_otherwise,
)
from study.verify.verification import Question, Verification

NAME = "replication.md"

_SHOWN = 40
"""Differences of one kind that are listed; replication.json has them all."""

ASKED = {
    "rebuild": mark("Do its own inputs and code build it again?"),
    "today": mark("Do today's inputs and code give the same numbers?"),
}
_KINDS = {
    "table": mark("Tables"),
    "figure": mark("Figures"),
    "number": mark("Numbers in the text"),
    "file": mark("Files"),
}
_DAMAGES = {"changed": mark("edited"), "missing": mark("missing"), "added": mark("added")}
_CHANGES = {"changed": mark("changed"), "removed": mark("removed"), "added": mark("added")}
_RIGHT = (Verdict.IDENTICAL, Verdict.SAME)


def _cell(text: str) -> str:
    """Return a text for a cell of a Markdown table: on one line, and none of it markup."""
    shown = visible(" ".join(text.split())) or "–"
    for sign in "\\`*_<>[]|":
        shown = shown.replace(sign, f"\\{sign}")
    return shown


def _code(text: str) -> str:
    return f"`{visible(text).replace('`', '’').replace('|', '¦')}`" if text else "–"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(headings)} |", "| --- " * len(headings) + "|", *(f"| {' | '.join(r)} |" for r in rows), ""]


class _Page:
    """The lines of the page, in one language."""

    def __init__(self, found: Verification, lang: str) -> None:
        self.found, self.lang = found, lang
        self.questions = questions_of(found)

    def say(self, message: str, /, **values: object) -> str:
        return say(message, self.lang, **values)

    def cut(self, lines: Sequence[str]) -> list[str]:
        if len(lines) <= _SHOWN:
            return list(lines)
        more = self.say("… and {count} more, all of them in replication.json.", count=len(lines) - _SHOWN)
        return [*lines[:_SHOWN], f"- {more}"]

    def heading(self, level: str, message: str) -> list[str]:
        return [f"{level} {self.say(message)}", ""]

    def bold(self, message: str) -> list[str]:
        return [f"**{self.say(message)}**", ""]

    def count(self, value: int) -> str:
        return number_text(value, self.lang)

    # The summary.

    def summary(self) -> Iterator[str]:
        found = self.found
        wave = found.edition.wave
        title = self.say("Replication of the edition {wave}", wave=_cell(wave))
        yield f"# {title}"
        yield ""
        yield f"**{self.say(found.reproduction)}** ({found.reproduction})"
        yield ""
        kinds = list(_KINDS)
        rows = []
        for name, question in self.questions.items():
            counts = [self.equal(name, kind) for kind in kinds]
            rows.append(
                [self.say(ASKED[name]), f"**{self.say(question.reproduction)}**", self.ledger(question), *counts]
            )
        heads = [mark("Question"), mark("Class"), mark("Numbers of the ledger")]
        yield from _table([self.say(text) for text in (*heads, *_KINDS.values())], rows)
        yield self.say("Each cell: how many are the same, of how many.")
        yield ""
        package = found.edition.package
        yield self.say(
            "Edition: edition.json {sha256}, package {version} ({digest}).",
            sha256=_code(found.record), version=_cell(package.version), digest=_code(package.digest),
        )  # fmt: skip
        yield ""

    def ledger(self, question: Question) -> str:
        comparison = question.comparison
        if comparison is None:
            return "–"
        wrong = sum(item.verdict is not Verdict.NEW for item in comparison.moved)
        return f"{self.count(comparison.numbers - wrong)} / {self.count(comparison.numbers)}"

    def equal(self, name: str, kind: str) -> str:
        if self.questions[name].comparison is None:
            return "–"
        pairs: Iterable[tuple[str, dict[str, Finding]]]
        if kind == "file":
            pairs = [("file", findings) for findings in files_found(self.found).values()]
        else:
            pairs = [(piece.kind, findings) for piece, findings in findings_of(self.found)]
        mine = [f[name] for k, f in pairs if k == kind and name in f and f[name].verdict is not Verdict.NEW]
        right = (Verdict.IDENTICAL,) if kind == "file" else _RIGHT
        return f"{self.count(sum(finding.verdict in right for finding in mine))} / {self.count(len(mine))}"

    # What differs.

    def differences(self) -> Iterator[str]:
        lines = [*self.damage(), *self.sources(), *self.environment()]
        for name, question in self.questions.items():
            told = list(self.question(question))
            lines += [f"### {self.say(ASKED[name])}", "", *told] if told else []
        yield from self.heading("##", mark("What differs"))
        yield from lines or [self.say("Nothing."), ""]

    def damage(self) -> Iterator[str]:
        groups = (
            (mark("Files of the edition that are not as published"), self.found.edition_damage),
            (mark("Files of the report in this copy that were not as built, before it was built anew"),
             self.found.build_damage),
        )  # fmt: skip
        for title, items in groups:
            if items:
                yield from self.heading("###", title)
                yield from self.cut([self.damaged(item) for item in items])
                yield ""

    def damaged(self, item: Damage) -> str:
        lines = self.say(" (the lines of: {files})", files=", ".join(map(_code, item.lines))) if item.lines else ""
        return f"- {_code(item.file)}: {self.say(_DAMAGES[item.kind])}{lines}"

    def sources(self) -> Iterator[str]:
        if self.found.sources:
            yield from self.heading("###", mark("Inputs and code that have changed since"))
            lines = []
            for change in self.found.sources:
                lines.append(f"- {_code(change.path)}: {self.say(_CHANGES[change.kind])}")
                lines += [f"  - {_cell(row.text(self.lang))}" for row in change.rows[:_SHOWN]]
            yield from self.cut(lines)
            yield ""

    def environment(self) -> Iterator[str]:
        groups: tuple[tuple[str, tuple[VersionChange, ...]], ...] = (
            (mark("Locked otherwise today"), self.found.environment.lock),
            (mark("Installed otherwise than the edition's lock says"), self.found.environment.installed),
        )
        for title, items in groups:
            if items:
                yield from self.heading("###", title)
                changes = [f"- {_cell(i.package)}: {_cell(i.before)} → {_cell(i.after)}" for i in items]
                yield from self.cut(changes)
                yield ""

    def question(self, question: Question) -> Iterator[str]:
        if question.failure:
            yield self.say("The build failed:")
            yield from ["", *(f"    {line}" for line in question.failure.splitlines()), ""]
        comparison = question.comparison
        if comparison is None:
            return
        yield from self.moved(mark("Numbers"), comparison.moved)
        for piece, finding in comparison.pieces:
            if piece.kind != "number" and finding.verdict not in _RIGHT:
                yield from self.piece(piece, finding)
        drawn = [piece.id for piece, _ in comparison.differing(Verdict.SAME) if piece.kind == "figure"]
        if drawn:
            yield self.say(
                "Figures drawn otherwise from the same data: {figures}.", figures=", ".join(map(_code, drawn))
            )
            yield ""
        for document in shown_otherwise(comparison):
            yield self.document(
                document["file"], [name for name in ("numbers", "tables", "figures", "texts") if document[name]]
            )
            yield ""
        if comparison.texts:
            yield from self.bold(mark("Words"))
            lines = []
            for item in comparison.texts:
                lines += [f"- {_cell(item.part)}", *(f"  - − {_cell(line)}" for line in item.expected)]
                lines += [f"  - + {_cell(line)}" for line in item.recomputed]
            yield from self.cut(lines)
            yield ""
        others = comparison.other_files
        if others:
            yield self.say("Files that are not the same byte for byte: {files}.", files=", ".join(map(_code, others)))
            yield ""

    def document(self, file: str, differing: Sequence[str]) -> str:
        if not differing:
            return self.say("{file} differs in its bytes alone: it says and shows the same.", file=_code(file))
        words = {
            "numbers": mark("numbers"), "tables": mark("tables"), "figures": mark("figures"), "texts": mark("words"),
        }  # fmt: skip
        named = ", ".join(self.say(words[name]) for name in differing)
        return self.say("{file} differs in what is named here: {kinds}.", file=_code(file), kinds=named)

    def moved(self, title: str, items: Sequence[Moved]) -> Iterator[str]:
        if items:
            yield from self.bold(title)
            rows = [
                [_code(i.key), self.number(i.expected), self.number(i.recomputed), self.say(i.verdict)]
                for i in items[:_SHOWN]
            ]
            heads = [mark("Key"), mark("Published"), mark("Computed again"), mark("Verdict")]
            yield from _table([self.say(text) for text in heads], rows)
            yield from self.cut([""] * len(items))[_SHOWN:]
            yield ""

    def number(self, value: object) -> str:
        return _cell(value.text) if isinstance(value, Number) else "–"

    def piece(self, piece: Piece, finding: Finding) -> Iterator[str]:
        yield f"**{self.named(piece)}**: {self.say(finding.verdict)}"
        yield ""
        rows = [[_cell(c.row), _cell(c.column), _cell(c.expected), _cell(c.recomputed)] for c in finding.cells[:_SHOWN]]
        if rows:
            heads = [mark("Row"), mark("Column"), mark("Published"), mark("Computed again")]
            yield from _table([self.say(text) for text in heads], rows)

    def named(self, piece: Piece) -> str:
        words = {"table": mark("Table {number}"), "figure": mark("Figure {number}")}
        number = self.say(words[piece.kind], number=piece.number).strip()
        return f"{number} ({_code(piece.id)})"

    # The list, and the class.

    def findings(self) -> Iterator[str]:
        yield from self.heading("##", mark("Findings"))
        trail = trail_of(self.found.published)
        for kind in ("table", "figure", "number"):
            yield from self.heading("###", _KINDS[kind])
            heads = [mark("No."), mark("Key"), mark("Part"), mark("Program"), mark("Inputs"), mark("Published")]
            if kind != "number":
                heads = heads[:-1]
            rows = []
            for piece, findings in findings_of(self.found):
                if piece.kind == kind:
                    feeds = feeds_of(trail, kind, piece.id)
                    number = [] if kind != "number" else [_cell(piece.title)]
                    rows.append(
                        [_cell(piece.number), _code(piece.id), _cell(piece.part), self.program(piece),
                         _cell(", ".join(feeds.files)), *number, *self.verdicts(findings)]
                    )  # fmt: skip
            yield from _table([self.say(text) for text in (*heads, mark("Rebuilt"), mark("Today"))], rows)
        yield from self.heading("###", _KINDS["file"])
        rows = [[_code(file), *self.verdicts(findings)] for file, findings in files_found(self.found).items()]
        yield from _table([self.say(text) for text in (mark("File"), mark("Rebuilt"), mark("Today"))], rows)

    def program(self, piece: Piece) -> str:
        return _code(piece.notebook) + (f" [{_cell(piece.cell)}]" if piece.cell else "")

    def verdicts(self, findings: dict[str, Finding]) -> list[str]:
        return [
            self.say(findings[name].verdict) if name in findings else self.say(mark("not computed"))
            for name in QUESTIONS
        ]

    def classification(self) -> Iterator[str]:
        yield from self.heading("##", mark("Classification"))
        for item in ReproductionClass:
            yield f"- [{'x' if item is self.found.reproduction else ' '}] {self.say(item)} ({item})"
        yield ""
        yield from self.heading("###", mark("Reason for incomplete reproducibility"))
        told = [(reason.kind, reason.text(self.lang), "") for reason in self.found.damage_reasons]
        for name, question in self.questions.items():
            told += [(reason.kind, reason.text(self.lang), self.say(ASKED[name])) for reason in question.reasons]
        none = self.say("None.")
        yield f"- [{' ' if told else 'x'}] {none}"
        for kind in ReasonKind:
            mine = [(text, asked) for of, text, asked in told if of is kind]
            yield f"- [{'x' if mine else ' '}] {self.say(kind)} ({kind})"
            yield from (f"  - {f'*{asked}* ' if asked else ''}{_cell(text)}" for text, asked in mine)

    def lines(self) -> Iterator[str]:
        yield from self.summary()
        yield from self.differences()
        yield from self.findings()
        yield from self.classification()


def page_text(found: Verification, lang: str) -> str:
    """Return the content of `replication.md`."""
    return "\n".join(_Page(found, lang).lines()) + "\n"
