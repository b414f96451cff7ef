"""The levers of a sheet: a row for each question, with its answer, what it rests on, and what the whole frame gives.

Promise: what is unknown is said to be unknown, never “no”, and has its row or its name; every number is the ledger's.
An answer stands with its date and the ids of its facts and pages; one of the survey says that it is. Left out: what
stands around the levers (`study.sheets.content`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from study.answers.states import SEPARATOR, Status
from study.answers.tables import HELD_BACK
from study.base.text import list_text, mark
from study.chapters.choices import ends_text
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Question, QuestionType
from study.codebook.ticks import read_ticks
from study.sheets.limits import Limits, clipped, first
from study.sheets.material import Cell, Fact, Material

# Earlier waves that have a column: the first one, and the latest. The report has them all.
_WAVES = 3
_STATES = {
    "yes": mark("yes"),
    "planned": mark("planned"),
    "no": mark("no"),
    "unknown": mark("unknown"),
    "conflict": mark("in conflict"),
}

Words = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Writes the levers of one territory’s sheet in the language of its context, within limits."""

    material: Material
    context: WaveContext
    territory: str
    limits: Limits

    @property
    def lang(self) -> str:
        """Return the language of the sheet."""
        return self.context.lang

    def say(self, message: str, /, **values: Any) -> str:
        """Return a message in the language of the sheet."""
        return self.context.say(message, **values)

    def cited(self, key: str) -> str:
        """Return a number of the ledger, marked with its key."""
        return self.material.ledger.cited(key, self.lang)

    def has(self, *keys: str) -> bool:
        """Tell whether the ledger holds all these keys."""
        return all(key in self.material.ledger.entries for key in keys)

    def own(self, key: str) -> str:
        """Return the key of a number of this territory."""
        return f"{key}.{self.territory}"

    def between(self, low: str, high: str) -> str:
        """Return two bounds in words; `low` and `high` are keys."""
        return ends_text(self.context, self.material.ledger, low, high)

    def label(self, text: str) -> str:
        """Return a label within its limit."""
        return clipped(text, self.limits.label)

    # One answer.

    def cell(self, question: Question) -> Cell:
        """Return the territory’s answer to a question."""
        return self.material.cells[question.lever, question.question][self.territory]

    def documented(self, cell: Cell) -> list[Fact]:
        """Return the facts that an answer rests on, the newest first; none of a survey's answer."""
        found = [self.material.facts[item] for item in cell.origin.split(";") if item in self.material.facts]
        return sorted(found, key=lambda fact: str(fact["sort_date"]), reverse=True)

    def references(self, facts: Iterable[Fact]) -> list[Words]:
        """Return the evidence and source ids of facts; each leads to its page."""
        return [{"text": f"{fact['evidence']} · {fact['source']}", "url": str(fact["url"] or "")} for fact in facts]

    def note(self, fact: Fact) -> str:
        """Return the note of a fact within its limit."""
        return clipped(str(fact[self.context.note_column(map(str, fact))] or ""), self.limits.note)

    def told(self, question: Question, cell: Cell) -> Words:
        """Return what an answer rests on: a note, its date, the ids that lead to its pages."""
        facts = self.documented(cell)
        if facts:
            note = "" if question.type is QuestionType.TEXT else self.note(facts[0])
            return {"note": note, "when": self.context.date_of(facts[0]), "refs": self.references(facts)}
        if cell.status == Status.ANSWERED:
            when = self.say("answer to the survey, {date}", date=self.context.partial_date(cell.as_of))
            return {"note": "", "when": when, "refs": []}
        reasons = {
            Status.NO_ANSWER: mark("the questionnaire leaves it open"),
            Status.NO_RESPONSE: mark("no questionnaire came back"),
        }
        missing = next((self.say(text) for status, text in reasons.items() if cell.status == status), "")
        return {"note": missing, "when": "", "refs": []}

    def value(self, question: Question, cell: Cell) -> str:
        """Return a known answer that is neither yes nor no, as people read it."""
        answer = str(cell.answer)
        if question.type is QuestionType.NUMBER:
            unit = self.context.study.unit_text(question.unit or "", self.lang, float(cell.answer))
            return self.say("{number} {unit}", number=self.cited(self.own(f"value.{question.question}")), unit=unit)
        if question.chosen:
            ticked = read_ticks(answer).ticked
            chosen = [code.label.text(self.lang) for code in question.codes if code.code in ticked]
            return list_text(chosen, self.lang) if chosen else self.say("none")
        if question.type is QuestionType.DATE:
            return self.context.partial_date(answer)
        if answer in HELD_BACK:
            return self.say(HELD_BACK[answer])
        return clipped(answer.replace(SEPARATOR, " ; "), self.most)

    @property
    def most(self) -> int | None:
        """Return how long an answer in words may be: as long as a label and a note together."""
        parts = (self.limits.label, self.limits.note)
        return None if None in parts else sum(part or 0 for part in parts)

    def frame(self, question: Question) -> str:
        """Return what the whole frame gives: how many say yes, of how many, and between which shares."""
        at = (self.lang, question.lever, question.question)
        if at not in self.material.shared:
            self.material.shared[at] = self._frame(question)
        return self.material.shared[at]

    def _frame(self, question: Question) -> str:
        name = question.question
        state = "yes" if question.type is QuestionType.YES_NO else "answered"
        if not self.has(f"{name}.{state}", f"{name}.asked"):
            return "–"
        words = {"count": self.cited(f"{name}.{state}"), "base": self.cited(f"{name}.asked")}
        if state == "answered":
            return self.say("known for {count} of {base}", **words)
        if not self.has(f"{name}.share.lower"):
            return self.say("{count} of {base}", **words)
        return self.say(
            "{count} of {base} ({bounds})", bounds=self.between(f"{name}.share.lower", f"{name}.share.upper"), **words
        )

    def earlier(self) -> list[str]:
        """Return the earlier waves that have a column."""
        names = [at.name for at in self.material.earlier]
        return names if len(names) <= _WAVES else [names[0], *names[1 - _WAVES :]]

    def state(self, wave: str, question: Question) -> Words:
        """Return the state of a yes/no question at a wave; a dash where the wave did not ask it here."""
        found = self.material.states[wave].get((question.lever, question.question), {}).get(self.territory)
        return {"tone": found, "text": self.say(_STATES[found])} if found else {"tone": "", "text": "–"}

    # Rows.

    def row(self, question: Question) -> Words | None:
        """Return the row of a question; None where it has none: asked of others, or unknown and no yes/no question."""
        cell, wave = self.cell(question), self.context.wave.wave
        label, told = self.label(question.label.text(self.lang)), self.told(question, cell)
        if question.type is QuestionType.YES_NO:
            state = self.state(wave, question)
            state = state if state["tone"] else {"tone": "", "text": self.say("not applicable")}
            before = [self.state(earlier, question) for earlier in self.earlier()]
        elif cell.status == Status.ANSWERED and not self.gathered(question, cell):
            state = {"tone": "", "text": self.value(question, cell)}
            before = [{"tone": "", "text": ""} for _ in self.earlier()]
            if question.type is QuestionType.TEXT:  # words want room: they stand with what they rest on
                told, state = {**told, "note": state["text"]}, {"tone": "", "text": ""}
        else:
            return None
        return {"label": label, "state": state, **told, "frame": self.frame(question), "before": before}

    def gathered(self, question: Question, cell: Cell) -> bool:
        """Tell whether an answer in words is made of facts that stand among the further actions."""
        return question.type is QuestionType.TEXT and bool(question.codes) and bool(self.documented(cell))

    def unknown(self, question: Question) -> bool:
        """Tell whether a question without a row was asked and is unknown."""
        status = self.cell(question).status
        asked = question.type is not QuestionType.YES_NO and not (question.type is QuestionType.TEXT and question.codes)
        return asked and status not in (Status.ANSWERED, Status.NOT_ASKED)

    def levers(self) -> tuple[list[Words], int]:
        """Return the levers with their rows, and how many questions the limits leave out."""
        asked = [(lever, question, row) for lever in self.context.study.levers for question in lever.questions
                 if (row := self.row(question)) is not None or self.unknown(question)]  # fmt: skip
        # Known answers are kept longest.
        ranked = sorted(range(len(asked)), key=lambda at: self.cell(asked[at][1]).status != Status.ANSWERED)
        kept, left_out = first(ranked, self.limits.questions)
        shown: dict[int, list[tuple[Question, Words | None]]] = {}
        for at in sorted(kept):
            lever, question, row = asked[at]
            shown.setdefault(lever.lever, []).append((question, row))
        return [self.lever(lever, shown[lever.lever]) for lever in self.context.study.levers
                if lever.lever in shown], left_out  # fmt: skip

    def lever(self, lever: Lever, asked: Sequence[tuple[Question, Words | None]]) -> Words:
        """Return a lever with its rows, and the names of what is unknown besides."""
        also = [self.label(question.label.text(self.lang)) for question, row in asked if row is None]
        name = f"lever_{lever.lever}"
        return {
            "title": self.label(lever.title.text(self.lang)),
            **self.intensity(name),
            "rows": [row for _, row in asked if row is not None],
            "also": self.say("Also unknown: {labels}.", labels=list_text(also, self.lang)) if also else "",
        }

    def intensity(self, name: str) -> Words:
        """Return how many core questions of a lever are answered yes, here and in the whole frame, with the keys."""
        of = f"{name}.intensity"
        keys = [self.own(f"{of}{beside}") for beside in (".numerator", ".base", ".lower", ".upper")]
        if not self.has(*keys, f"{of}.lower", f"{of}.upper"):
            return {"here": "", "frame": "", "key": ""}
        here = self.say(
            "{count} yes of {base} ({bounds})",
            count=self.cited(keys[0]), base=self.cited(keys[1]), bounds=self.between(keys[2], keys[3]),
        )  # fmt: skip
        together = self.say("all {territories}: {bounds}", bounds=self.between(f"{of}.lower", f"{of}.upper"))
        return {"here": here, "frame": together, "key": self.own(of)}
