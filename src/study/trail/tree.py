"""From a number down to the raw rows: what `study trace KEY` shows.

Promise: every key of the ledger has a tree, whatever its kind: the number as printed, its definition and formula, what
stands beside it, where it is printed, then all that it rests on, through every rule and correction. `territory` keeps
one territory's branches. Left out: finding the key and printing (`study.cli.trace`), the other way (`cells`).
"""

from study.base.layout import StudyPaths
from study.base.text import mark
from study.trail.answers import answers_nodes
from study.trail.branches import Branches
from study.trail.definitions import basis_text, definition, formula
from study.trail.inputs import claim_nodes, claims_nodes, codebook_nodes, facts_nodes, frame_nodes, survey_nodes
from study.trail.node import Node
from study.trail.phrases import BESIDE
from study.trail.raw import RawFiles
from study.trail.read import Record, Trail

_BESIDE = {
    "numerator": mark("numerator: {text}"),
    "base": mark("base: {text}"),
    "unknown": mark("unknown: {text}"),
    "lower": mark("lower bound: {text}"),
    "upper": mark("upper bound: {text}"),
    "median_age": mark("median age of the evidence, in years: {text}"),
    "high": mark("at high confidence only: {text}"),
}


def basis_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return what a basis rests on, branch by branch."""
    match str(of["kind"]):
        case "answers":
            return answers_nodes(of, told, territory)
        case "facts":
            return facts_nodes(of, told, territory)
        case "claim":
            return claim_nodes(of, told, territory)
        case "claims":
            return claims_nodes(told)
        case "frame":
            return frame_nodes(of, told, territory)
        case "codebook":
            return codebook_nodes(of, told)
        case "survey":
            return survey_nodes(of, told, territory)
        case "bridge":
            return _bridge_nodes(of, told, territory)
        case "given":
            return [told.line(str(of["file"]), int(of["line"]))]
        case _:
            return []


def _bridge_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return the indicator of a change, at each of its two moments."""
    number = told.trail.numbers.get(str(of.get("indicator")))
    if number is None or number["of"]["kind"] != "answers":
        return []
    found = []
    for moment in of.get("moments", ()):
        at = {**number["of"], "moments": [moment]}
        found.append(Node("moment", told.moment(str(moment)), {"moment": moment}, answers_nodes(at, told, territory)))
    return found


def _printed(number: Record, told: Branches) -> Node:
    printed = number.get("printed", ())
    if not printed:
        return Node("printed", told.say(mark("not printed by the report")), {"printed": []})
    found = [Node("place", told.place(at), dict(at)) for at in printed]
    return Node("printed", told.say(mark("printed")), {}, found, cut=True)


def beside_nodes(key: str, number: Record, told: Branches) -> list[Node]:
    """Return what stands beside a number, as the ledger writes it."""
    of = number["of"]
    if of.get("beside") in ("median_age", "high", "names"):  # the measure's bounds and base are not theirs
        return []
    # A claim's indicator is the wave's, at another date than the figure's; only the end of a change is its value.
    if of["kind"] == "claim" or (of["kind"] == "bridge" and of.get("measure") != "after"):
        return []
    stem = str(number.get("indicator", ""))
    at = f".{number['of']['territory']}" if number["of"].get("territory") else ""
    found = []
    for beside in BESIDE:
        other = told.trail.numbers.get(f"{stem}.{beside}{at}")
        if beside in _BESIDE and other is not None and f"{stem}.{beside}{at}" != key and other["value"] is not None:
            if other["value"] == number["value"] and of["kind"] not in ("answers", "bridge"):
                continue  # what is counted in files has no unknown, and so no bounds of its own
            text = other["text"].get(told.lang, "")
            found.append(Node(beside, told.say(_BESIDE[beside], text=text), {"value": other["value"]}))
    return found


def _changed(raw: RawFiles, told: Branches) -> list[Node]:
    message = mark("warning: {file} is no longer the file that the report was built from; rows are found by their ids")
    return [Node("warning", told.say(message, file=name), {"file": name}) for name in raw.changed]


def number_tree(
    key: str, trail: Trail, paths: StudyPaths, lang: str, territory: str = "", *, everything: bool = True
) -> Node:
    """Return the tree of a number; KeyError when the trail does not hold it."""
    number = trail.numbers[key]
    raw = RawFiles(paths, dict(trail.sha256))
    told = Branches(trail, raw, lang, everything)
    of = number["of"]
    below = basis_nodes(of, told, territory or str(of.get("territory") or ""))
    texts = number.get("text", {})
    shown = texts.get(lang) or next(iter(texts.values()), "")
    children = [
        *_changed(raw, told),
        Node("definition", definition(key, trail, lang)),
        Node("formula", told.say(mark("formula: {formula}"), formula=formula(key, trail, lang))),
        *beside_nodes(key, number, told),
        _printed(number, told),
        *below,
    ]
    data = {"key": key, "wave": trail.wave, "printed_as": texts, "value": number["value"], "unit": number.get("unit"),
            "trail": trail.file}  # fmt: skip
    return Node("number", told.say(mark("{key} = {text}  (wave {wave})"), key=key, text=shown, wave=trail.wave), data,
                children)  # fmt: skip


def figure_tree(
    key: str, trail: Trail, paths: StudyPaths, lang: str, territory: str = "", *, everything: bool = True
) -> Node:
    """Return the tree of a figure as a whole; KeyError when the trail does not hold it."""
    figure = trail.figures[key]
    raw = RawFiles(paths, dict(trail.sha256))
    told = Branches(trail, raw, lang, everything)
    below = basis_nodes(figure["of"], told, territory) if figure.get("of") else []
    about = [Node("definition", basis_text(figure["of"], trail, lang))] if figure.get("of") else []
    shown = told.say(mark("figure {number}: {title} ({file})"), number=figure.get("number", ""),
                     title=figure.get("title", ""), file=figure.get("file", ""))  # fmt: skip
    children = [*_changed(raw, told), *about, _printed({"printed": [{**figure, "in": "–"}]}, told), *below]
    return Node("figure", shown, {"key": key, "wave": trail.wave, "hash": figure.get("hash")}, children)


def table_tree(key: str, trail: Trail, paths: StudyPaths, lang: str) -> Node:
    """Return the tree of a table: each of its numbers, with what it is; KeyError when the trail does not hold it."""
    table = trail.tables[key]
    numbers = [
        Node("number", f"{name} = {trail.numbers[name]['text'].get(lang, '')}", {"key": name},
             [Node("definition", definition(name, trail, lang))])
        for name in table.get("numbers", ())
        if name in trail.numbers
    ]  # fmt: skip
    told = Branches(trail, RawFiles(paths, {}), lang)
    shown = told.say(mark("table {number}: {title} ({file})"), number=table.get("number", ""),
                     title=table.get("title", ""), file=table.get("file", ""))  # fmt: skip
    listed = Node("numbers", told.say(mark("numbers: {count}"), count=len(numbers)), {}, numbers, cut=True)
    children = [_printed({"printed": [{**table, "in": "–"}]}, told), listed]
    return Node("table", shown, {"key": key, "wave": trail.wave, "hash": table.get("hash")}, children)
