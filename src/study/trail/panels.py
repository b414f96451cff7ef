"""What the web page opens: for every number that a report prints what it rests on, and the facts that count, as data.

Promise: `panels_of` gives what `study trace` shows, made by the same branches (`tree.basis_nodes`) and from the trail
alone: no raw file is opened. Texts, facts, sources and nodes stand there once and are referred to by their position or
id, so that a whole wave fits in a page. The form, all plain JSON:

* `texts`: every text in words, by position, in their order; `files`: the raw files that rows are of, by what they are;
* `facts`: evidence id → [row, answer, date, confidence, note, source]; `sources`: id → [row, title, publisher, date,
  address]; answer, date, confidence, note, title and publisher are texts;
* `nodes`: by position, a list that begins with its kind: `n` [text, children, open], `c` (one answer) [whose, value,
  rule, children], `f` [evidence, what became of it, set aside], `s` [source], `k` [position of another panel];
* `questions`: [lever, question], both texts; `counted`: the facts in force at the wave's date, in the questionnaire's
  order: [evidence, territory (a text), position of its question, its date as the raw file has it];
* `panels`: key → [words printed, definition, formula (-1: none), [text, …] beside it, nodes].

Left out: how a panel looks and its labels (`study.report.page`).
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from study.base.layout import StudyPaths
from study.base.text import mark, say
from study.trail import phrases
from study.trail.branches import Branches, day_text
from study.trail.definitions import basis_text, definition, formula
from study.trail.node import Node
from study.trail.raw import RawFiles
from study.trail.read import Record, Trail
from study.trail.ruling import ruling
from study.trail.tree import basis_nodes, beside_nodes
from study.trail.words import CONFIDENCE, RULES, STANDINGS, STATES, word

FIGURE, TABLE = "figure:", "table:"
# Lists longer than this are told by their rows (facts) or their number (answers over all questions).
_MOST = 60
# Branches that a reader of the page has no use for: options of the command line, where it is printed, raw lines.
_TERMINAL = frozenset(("hint", "raw", "gone"))

Panels = dict[str, Any]


@dataclass(frozen=True)
class _Pointers(Branches):
    """Branches that name facts, sources and answers where `study trace` shows their rows; nothing is read."""

    # Many numbers rest on the same answers: each is looked into once.
    cases: dict[tuple[str, ...], Node] = field(default_factory=dict)

    def some(self, kind: str, text: str, data: Record, items: Sequence[Any], make: Any) -> Node:
        """Return a list as a branch; a long list of facts is told by its rows."""
        return Node(kind, text, data, [] if kind == "facts" and len(items) > _MOST else [*map(make, items)])

    def row(self, file: str, row: int, id_column: str, identifier: str, column: str) -> list[Node]:
        """Return where a row stands."""
        return [Node("place", self.say(mark("{file}:{row}, column {column}"), file=file, row=row, column=column))]

    def line(self, file: str, number: int) -> Node:
        """Return where a line stands."""
        return Node("place", f"{file}:{number}")

    def source(self, source: str) -> Node:
        """Return a source by its id."""
        return Node("source", "", {"source": source})

    def listed_fact(self, evidence: str, moment: str) -> Node:
        """Return a fact by its id, with its standing."""
        standing, rule = ([*self.trail.facts[evidence].get("standing", {}).get(moment, ()), "", ""])[:2]
        return Node("fact", self._standing(standing, rule) if standing else "", {"evidence": evidence})

    def case(self, moment: str, question: str, territory: str, shown: str, code: str = "") -> Node:
        """Return one answer: whose, what, by which rule; below, its correction, its cell, its facts."""
        name = (moment, question, territory, shown, code)
        if name not in self.cases:
            self.cases[name] = self._case(*name)
        return self.cases[name]

    def _case(self, moment: str, question: str, territory: str, shown: str, code: str) -> Node:
        found = ruling(self.trail, moment, question, territory, code)
        value = word(STATES, found.word, self.lang)
        if found.word == "answered" or (code and found.answer):
            value = self.value(question, found.answer)
        children = [
            *(self.correction(found.correction)[:1] if found.correction else []),
            *([self.survey_cell(found.cell)] if found.cell else []),
        ]
        for item in found.facts:
            fate = self.say(item.fate)
            if item.standing == "live":  # of a fact set aside by its standing, its fate says the standing already
                fate = f"{fate}, {self._standing(item.standing, item.rule)}"
            elif item.standing == "lapsed":
                fate = f"{fate} ({word(RULES, item.rule, self.lang)})"
            children.append(Node("fact", fate, {"evidence": item.evidence}, dim=not item.governs))
        return Node("case", shown, {"value": value, "rule": self.why(found)}, children)

    def _standing(self, standing: str, rule: str) -> str:
        return f"{word(STANDINGS, standing, self.lang)} ({word(RULES, rule, self.lang)})"


@dataclass
class _Gathered:
    """The data as it grows: whatever is said again gets the position that it has."""

    told: _Pointers
    texts: dict[str, int] = field(default_factory=dict)
    nodes: dict[tuple[Any, ...], int] = field(default_factory=dict)
    facts: dict[str, list[Any]] = field(default_factory=dict)
    sources: dict[str, list[Any]] = field(default_factory=dict)
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)

    def text(self, words: str) -> int:
        return self.texts.setdefault(words, len(self.texts))

    def node(self, node: Node) -> int:
        # Answers by the hundred, over all questions, are told by their number.
        questions = {child.data["question"] for child in node.children if child.kind == "change"}
        told_by_number = len(questions) > 1 and len(node.children) > _MOST
        children = () if told_by_number else self.all(node.children)
        match node.kind:
            case "fact":
                self._fact(evidence := str(node.data["evidence"]))
                made: tuple[Any, ...] = ("f", evidence, self.text(node.text), *([1] if node.dim else []))
            case "source":
                self._source(source := str(node.data["source"]))
                made = ("s", source)
            case "change":
                made = self._change(node)
            case "case":
                value, rule = self.text(str(node.data["value"])), self.text(str(node.data["rule"]))
                made = ("c", self.text(node.text), value, rule, *([children] if children else []))
            case "number" if node.data["key"] in self.keys:
                made = ("k", self.keys[str(node.data["key"])])
            case _:
                shown = node.kind == "question" or bool(node.data.get("counted"))
                made = ("n", self.text(node.text), *([children] if children else []), *([1] if shown else []))
        return self.nodes.setdefault(made, len(self.nodes))

    def all(self, nodes: Iterable[Node]) -> tuple[int, ...]:
        return tuple(self.node(node) for node in nodes if node.kind not in _TERMINAL)

    def resting(self, of: Record) -> tuple[int, ...]:
        """Return the nodes that a basis rests on; what stands beside a value rests on the same."""
        name = repr({**of, "beside": ""})
        if name not in self.known:
            territory = str(of.get("territory") or "")
            made = _frame_nodes(of, self.told) if of["kind"] == "frame" else basis_nodes(of, self.told, territory)
            self.known[name] = self.all(made)
        return self.known[name]

    def _change(self, node: Node) -> tuple[Any, ...]:
        """Return a territory's answers at two dates in the form of an answer: its name is said once for all."""
        told, data = self.told, node.data
        name = told.trail.short_name(str(data["territory"]))
        then = told.say(mark("{before}, then {after}"), **{
            end: word(STATES, str(data[end]), told.lang) for end in ("before", "after")
        })  # fmt: skip
        asked = told.trail.label(str(data["question"]), told.lang)
        return ("c", self.text(name), self.text(then), self.text(asked), self.all(node.children))

    def _fact(self, evidence: str) -> None:
        if evidence in self.facts:
            return
        told, fact = self.told, self.told.trail.facts[evidence]
        source = str(fact.get("source") or "")
        if source:
            self._source(source)
        day = day_text(str(fact["as_of"]), str(fact.get("as_of_precision") or ""), told.lang)
        words = (told.answer(str(fact["question"]), str(fact["answer"])), day,
                 word(CONFIDENCE, str(fact.get("confidence") or ""), told.lang),
                 str(fact.get(f"note_{told.lang}") or fact.get("note") or ""))  # fmt: skip
        self.facts[evidence] = [fact.get("row"), *map(self.text, words), source]

    def counted(self) -> tuple[list[list[int]], list[list[Any]]]:
        """Return the questions that facts in force answer, and those facts in the questionnaire's order."""
        trail, lang = self.told.trail, self.told.lang
        order = {question: at for at, question in enumerate(trail.questions)}
        live = [(order[str(fact["question"])], trail.short_name(str(fact["territory"])), int(fact["row"]), evidence)
                for evidence, fact in trail.facts.items() if str(fact["question"]) in order
                and str(fact["territory"]) in trail.territories
                and fact.get("standing", {}).get(trail.wave, ("",))[0] == "live"]  # fmt: skip
        names = list(trail.questions)
        asked = {at: new for new, at in enumerate(sorted({at for at, *_ in live}))}
        questions = [[self.text(trail.lever_title(trail.questions[names[at]]["lever"], lang)),
                      self.text(trail.label(names[at], lang))] for at in asked]  # fmt: skip
        rows = []
        for at, name, _, evidence in sorted(live):
            self._fact(evidence)
            rows.append([evidence, self.text(name), asked[at], str(trail.facts[evidence]["as_of"])])
        return questions, rows

    def _source(self, source: str) -> None:
        if source not in self.sources:
            found: Mapping[str, Any] = self.told.trail.sources.get(source, {})
            day = day_text(str(found.get("date_published") or ""), "", self.told.lang)
            words = (str(found.get("title") or ""), str(found.get("publisher") or ""), day)
            self.sources[source] = [found.get("row"), *map(self.text, words), str(found.get("url") or "")]


def _frame_nodes(of: Record, told: _Pointers) -> list[Node]:
    """Return the rows of the frame that are counted, by name."""
    file, only = told.file("frame"), str(of.get("territory") or "")
    rows = [Node("place", told.say(mark("{name}: {text}"), name=found["short_name"], text=f"{file}:{found['row']}"))
            for key, found in told.trail.territories.items() if only in ("", key)]  # fmt: skip
    shown = told.say(mark("rows of the frame: {count}"), count=len(rows))
    return [Node("frame", shown, {"counted": True}, rows)]


def _sentence(text: str, lang: str) -> str:
    return say(phrases.SENTENCE, lang, text=text[:1].upper() + text[1:])


def _number(key: str, made: _Gathered) -> list[Any]:
    trail, lang = made.told.trail, made.told.lang
    number = trail.numbers[key]
    texts = number.get("text", {})
    beside = [made.text(node.text) for node in beside_nodes(key, number, made.told)]
    return [made.text(texts.get(lang) or next(iter(texts.values()), "")), made.text(definition(key, trail, lang)),
            made.text(formula(key, trail, lang)), beside, made.resting(number["of"])]  # fmt: skip


def _figure(key: str, made: _Gathered) -> list[Any]:
    trail, lang = made.told.trail, made.told.lang
    figure = trail.figures[key]
    of = figure.get("of")
    about = _sentence(basis_text(of, trail, lang), lang) if of else str(figure.get("title", ""))
    # A figure may compare waves: it shows the answers at each of its dates.
    rest = dict.fromkeys(n for at in (of or {}).get("moments", ()) for n in made.resting({**of, "moments": [at]}))
    shown = say(mark("figure {number}: {title}"), lang, number=figure.get("number", ""), title=figure.get("title", ""))
    return [made.text(shown), made.text(about), -1, [], [*rest]]


def _table(key: str, made: _Gathered) -> list[Any]:
    trail, lang = made.told.trail, made.told.lang
    table = trail.tables[key]
    numbers = [name for name in table.get("numbers", ()) if name in made.keys]
    number, title = table.get("number", ""), table.get("title", "")
    shown = (
        say(mark("table {number}: {title}"), lang, number=number, title=title) if number else say(mark("table"), lang)
    )
    about = say(mark("Table of {count} numbers, each with a panel of its own."), lang, count=len(numbers))
    if not numbers:
        about = say(mark("Table of words: it holds no number of the ledger."), lang)
    return [made.text(shown), made.text(about), -1, [], made.all(Node("number", "", {"key": key}) for key in numbers)]


def printed_keys(trail: Trail, *, sheets: bool = True) -> list[str]:
    """Return the keys that the report prints, and so links: numbers, `figure:<key>`, `table:<key>`.

    With `sheets`, also the numbers that the territories' sheets alone print.
    """
    numbers = [
        key
        for key, number in trail.numbers.items()
        if any(sheets or place["part"] != "sheets" for place in number.get("printed", ()))
    ]
    return [*numbers, *(FIGURE + key for key in trail.figures), *(TABLE + key for key in trail.tables)]


def panels_of(trail: Trail, keys: Sequence[str], lang: str) -> Panels:
    """Return the panels of these keys in a language, in the form above; KeyError when the trail does not hold one."""
    # A root under which no file can be: what the branches would read of the raw files is not there to be read.
    told = _Pointers(trail, RawFiles(StudyPaths(Path(os.devnull)), {}), lang, by_question=True)
    made = _Gathered(told, keys={key: at for at, key in enumerate(sorted(set(keys)))})
    panels = {}
    for key in made.keys:
        if key.startswith(FIGURE):
            panels[key] = _figure(key.removeprefix(FIGURE), made)
        elif key.startswith(TABLE):
            panels[key] = _table(key.removeprefix(TABLE), made)
        else:
            panels[key] = _number(key, made)
    files = {name: told.file(name) for name in ("evidence", "sources") if told.file(name)}
    questions, counted = made.counted()
    return _in_order({"texts": list(made.texts), "files": files, "facts": made.facts, "sources": made.sources,
                      "nodes": [*map(list, made.nodes)], "questions": questions, "counted": counted,
                      "panels": panels})  # fmt: skip


def _in_order(found: Panels) -> Panels:
    """Return the data with its texts in their order, where neighbours are alike: `study.report.packed` rests on it."""
    texts: list[str] = found["texts"]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    to = {old: new for new, old in enumerate(order)} | {-1: -1}
    where = {"n": (1,), "c": (1, 2, 3), "f": (2,)}
    nodes = [[to[item] if at in where.get(node[0], ()) else item for at, item in enumerate(node)]
             for node in found["nodes"]]  # fmt: skip
    panels = {
        key: [*(to[i] for i in panel[:3]), [to[i] for i in panel[3]], [*panel[4]]]
        for key, panel in found["panels"].items()
    }
    facts = {key: [fact[0], *(to[i] for i in fact[1:5]), fact[5]] for key, fact in found["facts"].items()}
    sources = {key: [one[0], *(to[i] for i in one[1:4]), one[4]] for key, one in found["sources"].items()}
    questions = [[to[i] for i in question] for question in found["questions"]]
    counted = [[evidence, to[name], *rest] for evidence, name, *rest in found["counted"]]
    return {**found, "texts": [texts[i] for i in order], "facts": facts, "sources": sources, "nodes": nodes,
            "questions": questions, "counted": counted, "panels": panels}  # fmt: skip
