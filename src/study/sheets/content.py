"""What a sheet says of one territory, in one language, as plain data for its template.

Promise: every number is the ledger's, printed with its key; every word that others wrote is text. What is unknown is
said to be unknown, never “no”, and stands beside what the whole frame gives, with its bounds. What the limits leave out
is counted and said, with where it stands. Left out: how it is laid out (`templates/sheet.typ`), what fits
(`study.sheets.limits`, `study.sheets.build`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from study.base.marks import marked
from study.base.text import mark
from study.chapters.context import Basis
from study.chapters.evolution import change_heading
from study.chapters.examples import note_text, source_text
from study.chapters.overview import ALL
from study.indicators.evolution import Change
from study.ledger.counts import Counts
from study.ledger.entries import Entry, UnknownKey
from study.report.commentary import Prose, printed, problems_of
from study.sheets.limits import ELLIPSIS, Limits, clipped, first
from study.sheets.material import Fact, Material
from study.sheets.rows import Rows, Words

# Signs of the title of a page, and of a further action's note where notes have no limit of their own.
_TITLE, _NOTE = 120, 160


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as its template reads it, and the counts that it prints of what it leaves out."""

    data: Words
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _Writer(Rows):
    """Writes what stands around the levers."""

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
            *(change_heading(self.context, change) for change in Change),
            self.say("Core answers compared"),
        ]
        keys = [*Change, "base"]
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
                "note": clipped(note_text(self.context, fact), self.limits.note or _NOTE),
                "when": self.context.date_of(fact),
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
        name, short_name = self.material.names[self.territory]
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
            "name": clipped(name, 240),
            "kicker": self.kicker(),
            "about": about,
            "statement": self.text(self.context.statement()),
            "authors": [self.context.authorship()],
            "keywords": [short_name, *(word.text(self.lang) for word in wave.keywords)],
            "warning": self.say("Fictitious data") if wave.fictitious else "",
        }


def _text(value: Any) -> str:
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)


def sheet_of(material: Material, territory: str, lang: str, limits: Limits) -> Sheet:
    """Return the sheet of a territory (its key) in a language of the study."""
    write = _Writer(material, material.contexts[lang], territory, limits)
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
    }
    return Sheet({**data, "trace": _trace(write, cut=ELLIPSIS in str(data))}, entries)


def _unknown(write: _Writer) -> str:
    """Return how many core answers are unknown."""
    key = write.own(f"{ALL}.intensity.unknown")
    if not write.has(key):
        return ""
    base = write.cited(write.own(f"{ALL}.intensity.base"))
    return write.say("Unknown here: {count} of {base} core answers.", count=write.cited(key), base=base)


def _trace(write: _Writer, *, cut: bool) -> Mapping[str, str]:
    """Return how to follow a number of the sheet, and what the sign of a cut is, where there is one."""
    key = write.own(f"{ALL}.intensity")
    example = key if write.has(key) else next((card["key"] for card in write.cards()), "frame.count")
    text = write.say(
        "Under each key figure and beside each {lever} stands its key. The command below leads from a key to the facts "
        "behind it, their sources and their rows."
    )
    sign = [write.say("The sign “…” marks words cut for want of room.")] if cut else []
    return {
        "title": write.say("Follow a number"),
        "text": " ".join([text, *sign]),
        "command": f"study trace {example} --wave {write.context.wave.wave}",
    }
