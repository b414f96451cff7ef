"""The branches that trees share: a fact down to its raw row and its source, a territory's answer down to its facts.

Promise: each names its place as `file:row column`, shows the text that stands there today, and the rule that was
applied; what was set aside is there too, dimmed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from study.base.show import visible
from study.base.text import date_text, mark, number_text, partial_date_text, say
from study.trail.node import CUT, Node
from study.trail.raw import RawFiles
from study.trail.read import Record, Trail, text_in
from study.trail.ruling import Considered, Ruling, ruling
from study.trail.words import CONFIDENCE, RULES, STANDINGS, STATES, word

_Item = TypeVar("_Item")

_ROW = mark("{file}:{row}, column {column}: “{text}”")
_GONE = mark("{file}: the row of {id} is no longer there")


def day_text(as_of: str, precision: str, lang: str) -> str:
    """Return a partial ISO date in words; as it is when it is none."""
    try:
        return partial_date_text(as_of, lang, precision) if as_of else ""
    except ValueError:
        return as_of


@dataclass(frozen=True)
class Branches:
    """Makes branches of one trail, in one language.

    `everything` says that no list is cut; `by_question` that a number over several questions shows each of its answers.
    """

    trail: Trail
    raw: RawFiles
    lang: str
    everything: bool = True
    by_question: bool = False

    def some(self, kind: str, text: str, data: Record, items: Sequence[_Item], make: Callable[[_Item], Node]) -> Node:
        """Return a list as a branch; on a screen that does not show everything, what is cut is not made either."""
        made = items if self.everything else items[:CUT]
        return Node(kind, text, data, [make(item) for item in made], cut=True, hidden=len(items) - len(made))

    def say(self, message: str, /, **values: object) -> str:
        """Return a message in the tree's language."""
        return say(message, self.lang, **values)

    def file(self, what: str) -> str:
        """Return a raw file's name by what it is; empty when the wave has none."""
        return str(self.trail.files.get(what, ""))

    def answer(self, question: str, answer: str) -> str:
        """Return an answer as people read it."""
        asked = self.trail.questions.get(question, {})
        if asked.get("type") == "yes_no":
            return word(STATES, answer, self.lang)
        if asked.get("type") == "number":
            return self.value(question, answer)
        return self.trail.code_label(question, answer, self.lang) if asked.get("codes") else visible(answer)

    def row(self, file: str, row: int, id_column: str, identifier: str, column: str) -> list[Node]:
        """Return where a row stands today and what is written there: the cell of `column`, then the whole row."""
        at = self.raw.row_of(file, row, id_column, identifier)
        if at is None:
            return [Node("gone", self.say(_GONE, file=file, id=identifier), {"file": file}, dim=True)]
        text = self.raw.file(file).cell(at, column)
        found = self.raw.file(file).row(at)
        data = {"file": file, "row": at, "column": column, "raw": text, "raw_row": found[1] if found else ""}
        whole = Node("raw", visible_row(found[1]) if found else "")
        return [Node("cell", self.say(_ROW, file=file, row=at, column=column, text=visible(text)), data, [whole])]

    def line(self, file: str, number: int) -> Node:
        """Return a line of a text file (YAML) as it stands today."""
        lines = self.raw.file(file).lines
        text = visible(lines[number - 1].strip()) if 0 < number <= len(lines) else ""
        return Node("line", f"{file}:{number} {text}", {"file": file, "line": number, "raw": text})

    def source(self, source: str) -> Node:
        """Return a source: its row, title, publisher and date, and its address on a line of its own."""
        found: Record = self.trail.sources.get(source, {})
        file = self.file("sources")
        told = [str(found.get(name, "")) for name in ("title", "publisher", "date_published")]
        place = f"{file}:{found['row']}" if file and found.get("row") else file
        text = self.say(mark("source {source}, {place}: {told}"), source=source, place=place,
                        told=visible_row(", ".join(part for part in told if part) or "–"))  # fmt: skip
        url = str(found.get("url", ""))
        data = {"file": file, "row": found.get("row"), "source": source, "url": url, "title": found.get("title", "")}
        return Node("source", text, data, [Node("address", visible_row(url), whole=True)] if url else ())

    def fact(self, considered: Considered, moment: str) -> Node:
        """Return a fact of a case: what it says, what became of it and by which rule, its row, its source."""
        fact: Record = self.trail.facts[considered.evidence]
        return self._fact(considered.evidence, fact, self.say(considered.fate), moment, dim=not considered.governs)

    def listed_fact(self, evidence: str, moment: str) -> Node:
        """Return a fact by itself: what it says, its standing, its row, its source."""
        return self._fact(evidence, self.trail.facts[evidence], "", moment, dim=False)

    def _fact(self, evidence: str, fact: Record, fate: str, moment: str, *, dim: bool) -> Node:
        standing, rule = ([*fact.get("standing", {}).get(moment, ()), "", ""])[:2]
        how = f"{word(STANDINGS, standing, self.lang)} ({word(RULES, rule, self.lang)})" if standing else ""
        # The fate of a fact set aside by its standing says it already: of a lapsed one the rule is still to say.
        if fate and standing == "lapsed":
            how = word(RULES, rule, self.lang)
        told = [
            fate,
            "" if fate and standing in ("later", "withdrawn") else how,
            word(CONFIDENCE, str(fact.get("confidence", "")), self.lang),
        ]
        text = self.say(
            mark("{evidence}: “{answer}”, {date}; {told}"),
            evidence=evidence,
            answer=self.answer(str(fact["question"]), str(fact["answer"])),
            date=day_text(str(fact["as_of"]), str(fact.get("as_of_precision", "")), self.lang),
            told=", ".join(part for part in told if part),
        )
        data = {
            "evidence": evidence,
            "question": fact["question"],
            "territory": fact["territory"],
            "answer": fact["answer"],
            "as_of": fact["as_of"],
            "standing": standing,
            "rule": rule,
            "confidence": fact.get("confidence", ""),
        }
        rows = self.row(self.file("evidence"), int(fact.get("row") or 0), "evidence", evidence, "answer")
        source = [self.source(str(fact["source"]))] if fact.get("source") else []
        return Node("fact", text, data, [*rows, *source], dim=dim)

    def survey_cell(self, origin: str) -> Node:
        """Return the cell of a survey that a state was read from, as it is written and as it was read."""
        cell: Record = self.trail.cells.get(origin, {})
        if not cell:
            return Node("survey", self.say(mark("cell of the survey: {origin}"), origin=origin), {"origin": origin})
        sheet = f" [{cell['sheet']}]" if cell.get("sheet") else ""
        text = self.say(mark("{file}{sheet}:{row}, column {column}: “{raw}” read as “{answer}” ({rule})"),
                        file=cell["file"], sheet=sheet, row=cell["row"], column=cell["column"],
                        raw=visible(str(cell.get("raw", ""))), answer=visible(str(cell.get("answer", ""))),
                        rule=visible(str(cell.get("rule") or self.say(mark("as it is written")))))  # fmt: skip
        return Node("survey", text, dict(cell))

    def correction(self, line: Record) -> list[Node]:
        """Return a correction that was applied: its row, what it expected and decided, by whom and why."""
        told = self.say(mark("correction: “{expect}” settled as “{answer}” by {role}, {date}: {reason}"),
                        **{name: visible(str(line.get(name, ""))) for name in
                           ("expect", "answer", "role", "date", "reason")})  # fmt: skip
        file, row = self.file("corrections"), int(line.get("row") or 0)
        found = self.raw.file(file).row(row) if file else None
        raw = [Node("raw", visible_row(found[1]))] if found else []
        return [Node("correction", f"{file}:{row} {told}", {"file": file, **line}, raw)]

    def why(self, found: Ruling) -> str:
        """Return the rule that decided a state, in words."""
        return self.say(found.rule, gate=self.trail.label(found.gate, self.lang))

    def case(self, moment: str, question: str, territory: str, shown: str, code: str = "") -> Node:
        """Return one answer: `shown` (whose or to what), the answer and the rule, then all that it rests on."""
        found = ruling(self.trail, moment, question, territory, code)
        value = word(STATES, found.word, self.lang)
        if found.word == "answered" or (code and found.answer):
            value = self.value(question, found.answer)
        text = self.say(mark("{shown}: {value} ({rule})"), shown=shown, value=value, rule=self.why(found))
        data = {
            "moment": moment,
            "question": question,
            "territory": territory,
            "state": found.word,
            "status": found.status,
            "answer": found.answer,
            "decided_by": found.rule,
        }
        children = [
            *(self.correction(found.correction) if found.correction else []),
            *([self.survey_cell(found.cell)] if found.cell else []),
            *(self.fact(item, moment) for item in found.facts),
        ]
        return Node("answer", text, data, children, cut=True)

    def value(self, question: str, answer: str) -> str:
        """Return a known answer as people read it: a number with its unit, the labels of codes."""
        asked = self.trail.questions.get(question, {})
        if asked.get("type") == "number":
            try:
                value = float(answer)
            except ValueError:
                return visible(answer)
            decimals = 0 if value.is_integer() else 2
            # The unit does not leave its number at the end of a line.
            return f"{number_text(value, self.lang, decimals)}\u00a0{text_in(asked.get('unit'), self.lang)}".strip()
        if asked.get("codes"):
            return ", ".join(self.trail.code_label(question, part, self.lang) for part in answer.split(";"))
        return visible(answer)

    def place(self, at: Record) -> str:
        """Return where the report prints a number: part, notebook and cell, or the text that names it."""
        cell = at.get("cell")
        message = mark("{part}: {file} ({within})") if cell is None else mark("{part}: {file}, cell {cell} ({within})")
        return self.say(message, part=at["part"], file=at.get("notebook") or "–", cell=cell, within=at.get("in", "–"))

    def moment(self, moment: str) -> str:
        """Return a moment in words: its date, and the wave or the published figure that it belongs to."""
        found = self.trail.moments.get(moment, {})
        day = str(found.get("date", ""))
        name = moment.removeprefix("claim:")
        return f"{name} ({date_text(date.fromisoformat(day), self.lang)})" if day else name


def visible_row(text: str) -> str:
    """Return a whole row or address safe to print: control characters shown, nothing cut."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f\u2009" else ascii(c)[1:-1] for c in text)


def ranges(rows: Sequence[int]) -> str:
    """Return row numbers as people write them.

    >>> ranges([2, 3, 4, 7, 9, 10])
    '2–4, 7, 9–10'
    """
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)
