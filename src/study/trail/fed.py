"""What one raw cell is to one wave: whether it counts, what it decides, and the numbers and figures that it feeds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from study.base.show import visible
from study.base.text import mark, say
from study.trail.branches import Branches, visible_row
from study.trail.feeds import fed, fed_by_answers, fed_by_facts, routed_from, tables_of
from study.trail.node import Node
from study.trail.raw import RawFile, RawFiles
from study.trail.read import Record, Trail, text_in
from study.trail.ruling import ruling
from study.trail.words import STATES, word

_EVERYTHING = ("reference_date", "frame_vintage", "elections", "defaults", "survey")
_Fed = tuple[set[str], set[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is there: its file from the study's root, its row or line, its column (empty: the whole row).

    What is `sent` by a respondent is not quoted.
    """

    file: str
    row: int
    column: str
    raw: RawFile
    sent: bool = False

    def value(self, column: str) -> str:
        """Return the text of another cell of the same row."""
        return self.raw.cell(self.row, column)

    def node(self, written: str, waves: Sequence[Node], lang: str) -> Node:
        """Return the top of the tree: the cell, what is written there, what it is to each wave."""
        place = f"{self.file}:{self.row}" + (f", {self.column}" if self.column else "")
        here = "" if self.sent else self.value(self.column)
        text = say(mark("{place}: “{text}”"), lang, place=place, text=visible(here)) if here else place
        data = {"file": self.file, "row": self.row, "column": self.column, "raw": here,
                "raw_row": written}  # fmt: skip
        below = [Node("raw", visible_row(written))] if written else []
        if not waves:
            below.append(Node("none", say(mark("no wave rests on it"), lang)))
        return Node("cell", text, data, [*below, *waves])


def _of_fact(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail, evidence = told.trail, cell.value("evidence")
    if evidence not in trail.facts:
        message = mark("this row is not in the trail: it was added since, or it is the heading")
        return [Node("none", told.say(message))], (set(), set())
    fact: Record = trail.facts[evidence]
    question, territory = str(fact["question"]), str(fact["territory"])
    shown = told.say(mark("fact {evidence}: {territory}, “{label}”"), evidence=evidence,
                     territory=trail.short_name(territory), label=trail.label(question, told.lang))  # fmt: skip
    nodes = [Node("fact", shown, {"evidence": evidence, "question": question, "territory": territory})]
    for moment in trail.moments:
        if territory not in trail.states.get(moment, {}).get(question, {}):
            continue
        decided = ruling(trail, moment, question, territory)
        mine = next((item for item in decided.facts if item.evidence == evidence), None)
        if mine is None:
            continue
        state = word(STATES, decided.word, told.lang)
        message = mark("decides {moment}: “{state}”") if mine.governs else mark(
            "considered, set aside at {moment}, where the state is “{state}”"
        )  # fmt: skip
        text = told.say(message, moment=told.moment(moment), state=state)
        nodes.append(Node("state", text, {"moment": moment, "state": decided.word, "decides": mine.governs},
                          [told.fact(mine, moment)], dim=not mine.governs))  # fmt: skip
    return nodes, fed_by_facts(trail, [evidence], cell.column)


def _of_source(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail, source = told.trail, cell.value("source")
    ids = [evidence for evidence, fact in trail.facts.items() if fact["source"] == source]
    claims = [claim for claim, item in trail.claims.items() if item.get("source") == source]
    shown = told.say(mark("source {source}: {facts} facts, {claims} published figures"), source=source,
                     facts=len(ids), claims=len(claims))  # fmt: skip
    listed = [told.listed_fact(evidence, trail.wave) for evidence in ids]
    numbers, figures = fed_by_facts(trail, ids)
    numbers |= {key for key, number in trail.numbers.items() if number["of"].get("claim") in claims}
    return [Node("source", shown, {"source": source, "evidence": ids, "claims": claims}, listed, cut=True)], (
        numbers, figures)  # fmt: skip


def _population_vintage(told: Branches) -> str:
    text = told.raw.file(told.file("wave")).text
    match = re.search(r"^population_vintage:\s*[\"']?(\d+)", text, flags=re.M) or re.search(
        r"^frame_vintage:\s*[\"']?(\d+)", text, flags=re.M
    )
    return match[1] if match else ""


def _of_frame(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail, territory = told.trail, cell.value("territory")
    in_frame = trail.territories.get(territory, {}).get("row") == cell.row
    people = cell.value("vintage") == _population_vintage(told) and territory in trail.territories
    message = mark("{territory}: a row of this wave’s frame") if in_frame else mark(
        "{territory}: a row of another vintage, from which this wave takes its populations"
    ) if people else mark("{territory}: a row of another vintage, on which this wave does not rest")  # fmt: skip
    nodes = [Node("frame", told.say(message, territory=trail.short_name(territory)), {"territory": territory})]

    def weighted(of: Record) -> bool:
        return people and of.get("measure") in ("weighted_share", "population_municipal")

    def named(of: Record) -> bool:
        return in_frame and (of["kind"] in ("answers", "claim", "claims", "bridge", "frame", "survey")) and (
            of.get("territory") in (None, "", territory))  # fmt: skip

    only_people = cell.column == "population_municipal"
    return nodes, fed(trail, lambda of: weighted(of) or (named(of) and not only_people))


def _of_correction(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail = told.trail
    wave, territory, question = (cell.value(name) for name in ("wave", "territory", "question"))
    line = next((item for item in trail.corrections if int(item.get("row") or 0) == cell.row), None)
    moments = [m for m in trail.moments if m == wave or (m.startswith("claim:") and wave == trail.wave)]
    if line is None or not moments:
        return [Node("none", told.say(mark("a correction of another wave, or the heading")))], (set(), set())
    return told.correction(line), fed_by_answers(trail, [question], territory, moments)


def _of_claim(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail, claim = told.trail, cell.value("claim")
    if claim not in trail.claims:
        return [Node("none", told.say(mark("no published figure of this wave")))], (set(), set())
    shown = told.say(mark("published figure {claim}: “{statement}”"), claim=claim,
                     statement=text_in(trail.claims[claim].get("statement"), told.lang))  # fmt: skip
    made = fed(trail, lambda of: of.get("claim") == claim or of["kind"] == "claims")
    return [Node("claim", shown, {"claim": claim})], made


def _yaml_key(cell: Cell) -> str:
    """Return the top key that a line of YAML stands under."""
    for line in reversed(cell.raw.lines[: cell.row]):
        if match := re.match(r"([A-Za-z_]+):", line):
            return match[1]
    return ""


def _of_yaml(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    """Return what a line of wave.yaml or study.yaml is: a value that is printed, or what all computing rests on."""
    key = _yaml_key(cell)
    nodes = [Node("yaml", told.say(mark("under “{key}”"), key=key or "–"), {"key": key})]

    def rests(of: Record) -> bool:
        given = of.get("file") == cell.file and int(of.get("line") or 0) == cell.row
        return given or (key in _EVERYTHING and of["kind"] not in ("given", "codebook")) or (
            key == "population_vintage" and of.get("measure") in ("weighted_share", "population_municipal")
        ) or (key == "levers" and of["kind"] == "codebook" and of.get("measure") != "years")  # fmt: skip

    return nodes, fed(told.trail, rests)


def _of_lever(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    """Return the question that a line of a lever's file is in, or the lever itself above its questions."""
    trail = told.trail
    mine = {name: int(item["line"]) for name, item in trail.questions.items() if item.get("file") == cell.file}
    above = {name: line for name, line in mine.items() if line <= cell.row}
    asked = [max(above, key=lambda name: above[name])] if above else list(mine)
    if above:
        shown = told.say(mark("question {question}: “{label}”"), question=asked[0],
                         label=trail.label(asked[0], told.lang))  # fmt: skip
    else:
        shown = told.say(mark("heading of the file: {count} questions"), count=len(asked))
    every = frozenset().union(*(routed_from(trail, name) for name in asked))

    def rests(of: Record) -> bool:
        return (
            bool(every & set(of.get("questions", ())))
            or of.get("question") in every
            or (of["kind"] == "codebook" and of.get("measure") != "years")
        )

    return [Node("question", shown, {"questions": asked})], fed(trail, rests)


def _of_survey(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    """Return the answers that were read from a row or a cell of an export."""
    trail = told.trail
    origins = {
        origin
        for origin, item in trail.cells.items()
        if item["file"] == cell.file and int(item["row"]) == cell.row and _in_column(cell, str(item["column"]))
    }
    cases = [
        (question, territory)
        for question, states in trail.states.get(trail.wave, {}).items()
        for territory, state in states.items()
        if state.get("origin") in origins
    ]
    if not cases:
        return [Node("none", told.say(mark("no answer rests on it, or its answers may not be shown")))], (set(), set())
    nodes = [
        told.case(trail.wave, question, territory,
                  f"{trail.short_name(territory)}, {trail.label(question, told.lang)}")
        for question, territory in cases
    ]  # fmt: skip
    numbers, figures = set(), set()
    for question, territory in cases:
        made = fed_by_answers(trail, [question], territory, trail.moments)
        numbers |= made[0]
        figures |= made[1]
    more = fed(trail, lambda of: of["kind"] == "survey")
    shown = told.say(mark("answers read from it: {count}"), count=len(nodes))
    return [Node("answers", shown, {}, nodes, cut=True)], (numbers | more[0], figures | more[1])


def _in_column(cell: Cell, column: str) -> bool:
    """Tell whether a cell, or its whole row, is in a column of an export, or within `AF:AK`."""
    if not cell.column:
        return True
    heading = list(cell.raw.heading)
    wanted = heading.index(cell.column) if cell.column in heading else _number(cell.column)
    first, _, last = column.partition(":")
    if not first.isalpha() or wanted is None:
        return cell.column == column
    ends = [_number(first), _number(last or first)]
    return None not in ends and int(ends[0] or 0) <= wanted <= int(ends[1] or 0)


def _number(letters: str) -> int | None:
    """Return a column's number from its letters (A is 0); None when they are none."""
    if not (letters.isascii() and letters.isalpha()):
        return None
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def _made(cell: Cell, told: Branches) -> tuple[list[Node], _Fed]:
    trail = told.trail
    what = {str(file): kind for kind, file in trail.files.items()}.get(cell.file, "")
    makers = {"evidence": _of_fact, "sources": _of_source, "frame": _of_frame, "corrections": _of_correction,
              "claims": _of_claim, "wave": _of_yaml, "study": _of_yaml}  # fmt: skip
    if what in makers:
        return makers[what](cell, told)
    if cell.file in {str(lever["file"]) for lever in trail.levers.values()}:
        return _of_lever(cell, told)
    if "/responses/" in cell.file:
        return _of_survey(cell, told)
    return [Node("none", told.say(mark("this file is read, and no number rests on single cells of it")))], (
        set(),
        set(),
    )


def _number_node(key: str, told: Branches) -> Node:
    number = told.trail.numbers[key]
    places = [told.place(at) for at in number.get("printed", ())]
    text = f"{key} = {number['text'].get(told.lang, '')}"
    below = [Node("place", place) for place in dict.fromkeys(places)]
    return Node("number", text, {"key": key, "value": number["value"], "printed": list(number.get("printed", ()))},
                below)  # fmt: skip


def _titled(kind: str, key: str, item: Record, told: Branches) -> Node:
    return Node(kind, told.say(mark("{name}: {text}"), name=key, text=str(item.get("title", ""))), {"key": key})


def wave_node(cell: Cell, trail: Trail, raw: RawFiles, lang: str) -> Node:
    """Return what a cell is to a wave, and all that it feeds there: printed numbers first."""
    told = Branches(trail, raw, lang)
    nodes, (numbers, figures) = _made(cell, told)
    if raw.file(cell.file).data is not None and not raw.is_sealed(cell.file):
        warning = mark("warning: {file} is no longer the file that the report was built from")
        nodes.insert(0, Node("warning", told.say(warning, file=cell.file), {"file": cell.file}))
    printed = [key for key in trail.numbers if key in numbers and trail.numbers[key].get("printed")]
    others = [key for key in trail.numbers if key in numbers and not trail.numbers[key].get("printed")]
    groups = [
        Node("printed_numbers", told.say(mark("numbers that the report prints: {count}"), count=len(printed)), {},
             [_number_node(key, told) for key in printed], cut=True),
        Node("other_numbers", told.say(mark("other numbers: {count}"), count=len(others)), {},
             [_number_node(key, told) for key in others], cut=True),
        Node("figures", told.say(mark("figures: {count}"), count=len(figures)), {},
             [_titled("figure", key, trail.figures[key], told) for key in trail.figures if key in figures], cut=True),
    ]  # fmt: skip
    tables = list(tables_of(trail, numbers))
    groups.append(
        Node("tables", told.say(mark("tables: {count}"), count=len(tables)), {},
             [_titled("table", key, trail.tables[key], told) for key in tables], cut=True)
    )  # fmt: skip
    if not numbers and not figures:
        groups = [Node("none", told.say(mark("it feeds no number of this wave")))]
    shown = told.say(mark("wave {wave}"), wave=trail.wave)
    return Node("wave", shown, {"wave": trail.wave, "trail": trail.file}, [*nodes, *groups])
