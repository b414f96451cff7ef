"""What a sheet says of one territory, in one language, as plain data for its template.

Promise: every number is the ledger's, printed with its key; every word that others wrote is text. What is unknown is
said to be unknown, never “no”, and stands beside what the whole frame gives, with its bounds. What the limits leave out
is counted and said, with where it stands. Left out: how it is laid out (`templates/sheet.typ`), what fits
(`study.sheets.limits`, `study.sheets.build`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from study.answers.states import Status
from study.base.marks import marked
from study.base.text import list_text, mark
from study.chapters.choices import ends_text
from study.chapters.context import Basis, WaveContext
from study.chapters.examples import source_text
from study.chapters.overview import ALL
from study.codebook.model import Lever, Question, QuestionType
from study.codebook.ticks import read_ticks
from study.indicators.evolution import Change
from study.ledger.counts import Counts
from study.ledger.entries import Entry, UnknownKey
from study.report.commentary import Prose, printed, problems_of
from study.sheets.limits import Limits, clipped, first
from study.sheets.material import Cell, Fact, Material

# Earlier waves that have a column: the first one, and the latest. The report has them all.
_WAVES = 3
# Signs of the title of a page, and of a further action's note where notes have no limit of their own.
_TITLE, _NOTE = 120, 160
_STATES = {
    "yes": mark("yes"),
    "planned": mark("planned"),
    "no": mark("no"),
    "unknown": mark("unknown"),
    "conflict": mark("in conflict"),
}
_CHANGES = {
    Change.ADOPTED: mark("Adopted"),
    Change.ENDED: mark("Ended"),
    Change.NEWLY_DOCUMENTED: mark("Newly documented"),
    Change.NO_LONGER_DOCUMENTED: mark("No longer documented"),
    Change.OTHER: mark("Other change"),
    Change.STABLE: mark("Stable"),
}

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as its template reads it, and the counts that it prints of what it leaves out."""

    data: Words
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _Writer:
    """Writes the sheet of one territory in the language of its context, within limits."""

    material: Material
    context: WaveContext
    territory: str
    limits: Limits

    @property
    def lang(self) -> str:
        return self.context.lang

    def say(self, message: str, /, **values: Any) -> str:
        return self.context.say(message, **values)

    def cited(self, key: str) -> str:
        return self.material.ledger.cited(key, self.lang)

    def has(self, *keys: str) -> bool:
        return all(key in self.material.ledger.entries for key in keys)

    def own(self, key: str) -> str:
        """Return the key of a number of this territory."""
        return f"{key}.{self.territory}"

    def between(self, low: str, high: str) -> str:
        return ends_text(self.context, self.material.ledger, low, high)

    def label(self, text: str) -> str:
        return clipped(text, self.limits.label)

    # One answer.

    def cell(self, question: Question) -> Cell:
        return self.material.cells[question.lever, question.question][self.territory]

    def documented(self, cell: Cell) -> list[Fact]:
        """Return the facts that an answer rests on, the newest first; none of a survey's answer."""
        found = [self.material.facts[item] for item in cell.origin.split(";") if item in self.material.facts]
        return sorted(found, key=lambda fact: str(fact["sort_date"]), reverse=True)

    def references(self, facts: Iterable[Fact]) -> list[Words]:
        """Return the evidence and source ids of facts; each leads to its page."""
        return [{"text": f"{fact['evidence']} · {fact['source']}", "url": str(fact["url"] or "")} for fact in facts]

    def dated(self, fact: Fact) -> str:
        as_of = str(fact["as_of"])
        return self.context.partial_date(as_of[:4] if fact["as_of_precision"] == "inferred" else as_of)

    def note(self, fact: Fact) -> str:
        return clipped(str(fact[self.context.note_column(map(str, fact))] or ""), self.limits.note)

    def told(self, question: Question, cell: Cell) -> Words:
        """Return what an answer rests on: a note, its date, the ids that lead to its pages."""
        facts = self.documented(cell)
        if facts:
            note = "" if question.type is QuestionType.TEXT else self.note(facts[0])
            return {"note": note, "when": self.dated(facts[0]), "refs": self.references(facts)}
        if cell.status == Status.ANSWERED:
            when = self.context.partial_date(cell.as_of)
            return {"note": self.say("answer to the survey"), "when": when, "refs": []}
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
            unit = self.context.study.unit_text(question.unit or "", self.lang)
            return self.say("{number} {unit}", number=self.cited(self.own(f"value.{question.question}")), unit=unit)
        if question.chosen:
            ticked = read_ticks(answer).ticked
            chosen = [code.label.text(self.lang) for code in question.codes if code.code in ticked]
            return list_text(chosen, self.lang) if chosen else self.say("none")
        return self.context.partial_date(answer) if question.type is QuestionType.DATE else clipped(answer, self.most)

    @property
    def most(self) -> int | None:
        """Return how long an answer in words may be: as long as a label and a note together."""
        parts = (self.limits.label, self.limits.note)
        return None if None in parts else sum(part or 0 for part in parts)

    def frame(self, question: Question) -> str:
        """Return what the whole frame gives: how many say yes, of how many, and between which shares."""
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

    # What stands around the rows.

    def cards(self) -> Iterator[Words]:
        """Yield the key figures, each with its key."""
        of = f"{ALL}.intensity"
        if self.has(self.own(f"{of}.numerator")):
            label = self.context.by_basis(mark("actions documented, of {base}"), mark("core answers yes, of {base}"))
            detail = mark("{bounds}; all {territories}: {together}")
            yield self.card(f"{of}.numerator", self.say(label, base=self.cited(self.own(f"{of}.base"))), self.say(
                detail, bounds=self.between(self.own(f"{of}.lower"), self.own(f"{of}.upper")),
                together=self.between(f"{of}.lower", f"{of}.upper")))  # fmt: skip
        if self.has(self.own("answers.known.numerator")):
            label = self.say("core answers known, of {base}", base=self.cited(self.own("answers.known.base")))
            yield self.card("answers.known.numerator", label, self.say("the rest is unknown, never “no”"))
        if self.context.basis is not Basis.SURVEY and self.has(self.own("evidence.live")):
            detail = self.say("of {count} documented at or before {date}", count=self.cited(self.own("evidence.count")))
            yield self.card("evidence.live", self.say("facts in force"), detail)
        names = self.earlier()
        if names and self.has(self.own(f"evolution.{names[0]}.adopted")):
            since = f"evolution.{names[0]}"
            newly = self.cited(self.own(f"{since}.newly_documented"))
            label = self.say("adopted since {wave}", wave=names[0])
            message = self.context.by_basis(
                mark("and {count} newly documented"), mark("and {count} yes, unknown before")
            )
            yield self.card(f"{since}.adopted", label, self.say(message, count=newly))

    def card(self, key: str, label: str, detail: str) -> Words:
        key = self.own(key)
        return {"value": self.cited(key), "what": label, "detail": detail, "key": key}

    def evolution(self) -> Words | None:
        """Return what became of this territory's core answers since each earlier wave; None without one."""
        waves = [name for name in self.earlier() if self.has(self.own(f"evolution.{name}.base"))]
        if not waves:
            return None
        headings = [
            self.say("Since"),
            *(self.say(text) for text in _CHANGES.values()),
            self.say("Core answers compared"),
        ]
        keys = [*(change.value for change in _CHANGES), "base"]
        rows = [[name, *(self.cited(self.own(f"evolution.{name}.{key}")) for key in keys)] for name in waves]
        message = self.context.by_basis(
            mark(
                "Newly documented: yes, unknown before, which may have been true already. No longer documented: the "
                "fact lapsed, and no newer one was found."
            ),
            mark("An unknown is an answer that was not given."),
        )
        note = self.say(message)
        more = self.say("The report shows every wave.") if len(self.material.earlier) > len(self.earlier()) else ""
        return {"title": self.say("Since the earlier waves"), "headings": headings, "rows": rows,
                "note": " ".join(part for part in (note, more) if part)}  # fmt: skip

    def actions(self) -> tuple[list[Words], int]:
        labels = {(q.lever, code.code): code.label.text(self.lang) for q in self.context.study.questions
                  for code in q.codes}  # fmt: skip
        kept, left_out = first(self.material.actions.get(self.territory, []), self.limits.actions)
        return [
            {
                "label": self.label(labels.get((fact["lever"], fact["code"]), str(fact["code"]))),
                "note": clipped(str(fact[self.context.note_column(map(str, fact))] or ""), self.limits.note or _NOTE),
                "when": self.dated(fact),
                "refs": self.references([fact]),
            }
            for fact in kept
        ], left_out  # fmt: skip

    def sources(self, shown: Iterable[Words]) -> tuple[list[Words], int]:
        """Return the pages that the ids shown lead to, in the order of their ids."""
        cited = {ref["text"].rpartition(" · ")[2] for item in shown for ref in item["refs"]}
        by_id = {str(fact["source"]): fact for fact in self.material.facts.values() if fact["source"] in cited}
        kept, left_out = first(sorted(by_id), self.limits.sources)
        return [self.page(source, by_id[source]) for source in kept], left_out

    def page(self, source: str, fact: Fact) -> Words:
        title, publisher, date, url = (_text(fact[name]) for name in ("title", "publisher", "date_published", "url"))
        about = source_text(self.context, publisher, date)
        return {"id": source, "title": clipped(title, _TITLE), "about": about, "url": url}

    def more(self, entry: Entry, message: str) -> str:
        """Return the sentence that says how many of a kind are left out, and where they stand; empty where none is."""
        if not entry.value:
            return ""
        return self.say(message, count=marked(entry.texts[self.lang], entry.key))

    def text(self, text: str) -> str:
        return clipped(text, self.limits.text)

    def kicker(self) -> str:
        """Return the wave's title; its name where a title prints a number that is known to the report alone."""
        for title in (self.context.wave.short_title, self.context.wave.title):
            prose = Prose("", title.text(self.lang)) if title else None
            if prose and not any(isinstance(item, UnknownKey) for item in problems_of(prose, self.material.ledger)):
                return printed(prose.body, self.material.ledger, self.lang)
        return self.context.wave.wave

    def meta(self) -> Words:
        wave = self.context.wave
        row = self.context.frame.set_index("territory").loc[self.territory]
        about = []
        if self.has(self.own("frame.population")):
            about.append(self.say("{count} inhabitants", count=self.cited(self.own("frame.population"))))
        message = self.context.by_basis(
            mark("What public sources document at {date}, beside all {territories} together"),
            mark("The answers to the survey at {date}, beside those of all {territories} together"),
            mark("Answers to the survey and public sources at {date}, beside all {territories} together"),
        )
        about.append(self.say(message))
        return {
            "name": clipped(str(row["name"]), 240),
            "kicker": self.kicker(),
            "about": about,
            "statement": self.text(self.context.statement()),
            "authors": [self.context.authorship()],
            "keywords": [str(row["short_name"]), *(word.text(self.lang) for word in wave.keywords)],
            "warning": self.say("Fictitious data") if wave.fictitious else "",
        }


def _text(value: Any) -> str:
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)


def sheet_of(material: Material, territory: str, lang: str, limits: Limits) -> Sheet:
    """Return the sheet of a territory (its key) in a language of the study."""
    write = _Writer(material, replace(material.context, lang=lang), territory, limits)
    wave = material.context.wave
    levers, questions = write.levers()
    actions, further = write.actions()
    sources, pages = write.sources([*(row for lever in levers for row in lever["rows"]), *actions])
    counts = Counts(wave.wave, material.context.study.languages)
    entries = tuple(counts.of_sheet(territory, {"questions": questions, "actions": further, "sources": pages}))
    headings = [
        write.say(write.context.by_basis(mark("Action"), mark("Question"))),
        write.say("Answer"),
        write.say("What it rests on"),
        write.say("All {territories}"),
        *write.earlier(),
    ]
    data: Words = {
        "lang": lang,
        "meta": write.meta(),
        "cards": list(write.cards()),
        "headings": headings,
        "levers": levers,
        "more_questions": write.more(
            entries[0], mark("Questions for which there is no room here: {count}. The report has them all.")
        ),
        "actions": {
            "title": write.say("Other documented actions"),
            "items": actions,
            "more": write.more(
                entries[1], mark("{count} more: in the report’s web page, under “The facts one by one”.")
            ),
        },
        "evolution": write.evolution(),
        "settle": {
            "title": write.say("What is unknown, and how to tell us"),
            "count": _unknown(write),
            "text": write.text(wave.settle.text(lang)),
        },
        "sources": {
            "title": write.say("Sources"),
            "items": sources,
            "more": write.more(entries[2], mark("{count} more: in the report, under “Public pages cited”.")),
        },
        "trace": _trace(write),
    }
    return Sheet(data, entries)


def _unknown(write: _Writer) -> str:
    """Return how many core answers are unknown."""
    key = write.own(f"{ALL}.intensity.unknown")
    if not write.has(key):
        return ""
    base = write.cited(write.own(f"{ALL}.intensity.base"))
    return write.say("Unknown here: {count} of {base} core answers.", count=write.cited(key), base=base)


def _trace(write: _Writer) -> Mapping[str, str]:
    """Return how to follow a number of the sheet: by which command, with which key."""
    key = write.own(f"{ALL}.intensity")
    example = key if write.has(key) else next((card["key"] for card in write.cards()), "frame.count")
    return {
        "title": write.say("Follow a number"),
        "text": write.say(
            "Under each key figure and beside each {lever} stands its key. The command below leads from a key to the "
            "facts behind it, their sources and their rows; “…” marks words cut for want of room."
        ),
        "command": f"study trace {example} --wave {write.context.wave.wave}",
    }
