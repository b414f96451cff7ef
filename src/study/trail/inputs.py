"""What a number rests on that is no answer: facts as such, the frame, the questionnaire, the survey, published figures.

Promise: every branch ends in rows or lines of raw files.
"""

from study.base.text import mark, number_text
from study.trail.answers import states_nodes
from study.trail.branches import Branches, ranges, visible_row
from study.trail.node import Node
from study.trail.read import Record, text_in
from study.trail.words import RULE_NAMES, STANDINGS, word


def _listed(of: Record, told: Branches, territory: str) -> dict[str, list[str]]:
    """Return the evidence ids that a basis counts, by standing."""
    wave, given = told.trail.wave, {name: of.get(name) for name in ("territory", "source", "lever")}
    named = RULE_NAMES.get(str(of.get("rule")), of.get("rule"))
    given["territory"] = given["territory"] or territory
    limits = [(name, value) for name, value in given.items() if value not in (None, "")]
    found: dict[str, list[str]] = {str(standing): [] for standing in of.get("standing", ())}
    for evidence, fact in told.trail.facts.items():
        standing, rule = ([*fact.get("standing", {}).get(wave, ()), "", ""])[:2]
        if standing not in found or any(fact.get(name) != value for name, value in limits):
            continue
        confident = of.get("measure") != "high" or fact.get("confidence") == "high"
        if confident and named in (None, "", rule):
            found[standing].append(evidence)
    return found


def facts_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return the rows of evidence that are counted, by standing: row ranges, then fact by fact."""
    file, facts = told.file("evidence"), told.trail.facts
    listed = _listed(of, told, territory)
    if of.get("measure") == "sources":
        cited = sorted({str(facts[evidence]["source"]) for ids in listed.values() for evidence in ids})
        shown = told.say(mark("sources cited: {count}"), count=len(cited))
        return [told.some("sources", shown, {"count": len(cited)}, cited, told.source)]
    found = []
    for standing, ids in listed.items():
        rows = [int(facts[evidence]["row"]) for evidence in ids]
        shown = told.say(mark("{standing}: {count} rows"), standing=word(STANDINGS, standing, told.lang),
                         count=len(ids))  # fmt: skip
        where = Node("rows", told.say(mark("{file}, rows {rows}"), file=file, rows=ranges(rows) or "–"), {"rows": rows})
        below = told.some(
            "facts", told.say(mark("fact by fact")), {}, ids, lambda item: told.listed_fact(item, told.trail.wave)
        )
        found.append(Node("standing", shown, {"standing": standing, "count": len(ids)}, [where, below] if ids else []))
    return found


def frame_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return the rows of the frame that are counted."""
    file = told.file("frame")
    column = "territory" if of.get("measure") == "count" else str(of["measure"])
    rows = []
    for key, found in told.trail.territories.items():
        if territory in ("", key):
            row = told.raw.file(file).row(int(found["row"]))
            text = told.raw.file(file).cell(int(found["row"]), column)
            shown = told.say(mark("{file}:{row}, column {column}: “{text}”"), file=file, row=found["row"],
                             column=column, text=text)  # fmt: skip
            below = [Node("raw", visible_row(row[1]))] if row else []
            shown = told.say(mark("{name}: {text}"), name=found["short_name"], text=shown)
            rows.append(Node("territory", shown, {"territory": key, "file": file,
                             "row": found["row"], "column": column, "raw": text}, below))  # fmt: skip
    shown = told.say(mark("rows of the frame: {count}"), count=len(rows))
    return [Node("frame", shown, {"count": len(rows)}, rows, cut=True)]


def codebook_nodes(of: Record, told: Branches) -> list[Node]:
    """Return the lines of the questionnaire that are counted."""
    if of.get("measure") == "levers":
        below = [
            Node("lever", f"{lever['file']} {told.trail.lever_title(number, told.lang)}", {"file": lever["file"]})
            for number, lever in told.trail.levers.items()
        ]
        return [Node("levers", told.say(mark("files of the questionnaire")), {}, below)]
    if of.get("measure") == "years":
        own = told.trail.questions.get(str(of.get("question") or ""))
        line_of = [told.line(str(own["file"]), int(own["line"]))] if own else []
        # Trails of older editions name the file alone.
        file, line = str(of.get("file") or told.file("study")), int(of.get("line") or 1)
        return [*line_of, told.line(file, line)] if file else line_of
    asked = {
        name: item
        for name, item in told.trail.questions.items()
        if (item.get("core") or of.get("measure") != "core") and of.get("question") in (None, "", name)
    }
    below = [
        Node("question", f"{item['file']}:{item['line']} {told.trail.label(name, told.lang)}",
             {"question": name, "file": item["file"], "line": item["line"]})
        for name, item in asked.items()
    ]  # fmt: skip
    return [Node("questions", told.say(mark("questions: {count}"), count=len(below)), {}, below, cut=True)]


def survey_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return the exports of the survey, and the cells that answers were read from."""
    folder = f"/waves/{told.trail.wave}/responses/"
    files = [Node("file", name, {"file": name}) for name in told.trail.sha256 if folder in f"/{name}"]
    question = str(of.get("question") or "")
    cells = []
    for asked, states in told.trail.states.get(told.trail.wave, {}).items():
        if question in ("", asked):
            cells += [
                told.survey_cell(state["origin"])
                for name, state in states.items()
                if territory in ("", name) and state.get("origin") in told.trail.cells
            ]
    shown = told.say(mark("cells that answers were read from: {count}"), count=len(cells))
    return [*files, *([Node("cells", shown, {"count": len(cells)}, cells, cut=True)] if cells else [])]


def _claim_row(claim: str, told: Branches) -> list[Node]:
    found = told.trail.claims.get(claim, {})
    return told.row(told.file("claims"), int(found.get("row") or 0), "claim", claim, "value")


def claim_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return a published figure: its row, its source, what it names, then the answers that recompute it."""
    claim = str(of.get("claim"))
    found: Record = told.trail.claims.get(claim, {})
    nodes = [*_claim_row(claim, told), *([told.source(str(found["source"]))] if found.get("source") else [])]
    if names := found.get("names"):
        listed = ", ".join(told.trail.short_name(str(name)) for name in names)
        nodes.append(Node("names", told.say(mark("named by the publication: {names}"), names=listed),
                          {"names": list(names)}))  # fmt: skip
    if of.get("measure") == "value":
        return nodes
    for measure in ("documented", "lower", "upper", "without_own_source", "high"):
        other = told.trail.numbers.get(f"claim.{claim}.{measure}")
        if other is not None:
            nodes.append(Node("beside", f"claim.{claim}.{measure} = {other['text'].get(told.lang, '')}",
                              {"key": f"claim.{claim}.{measure}", "value": other["value"]}))  # fmt: skip
    own = [
        evidence
        for evidence, fact in told.trail.facts.items()
        if fact["question"] in of.get("questions", ()) and fact["source"] == found.get("source")
    ]
    for moment in of.get("moments", ()):
        if own:
            shown = told.say(mark("facts from the figure’s own source: {count}"), count=len(own))
            below = [told.listed_fact(evidence, str(moment)) for evidence in own]
            nodes.append(Node("own_source", shown, {"evidence": own}, below, cut=True))
        main, *code = str(found.get("indicator") or next(iter(of.get("questions", ())), "")).split(".")[:-1] or [""]
        if main in of.get("questions", ()):
            nodes += states_nodes(told, str(moment), main, code[0] if code else "", ("yes",), territory)
    return nodes


def claims_nodes(told: Branches) -> list[Node]:
    """Return the published figures, each with its row and what recomputing gives."""
    found = []
    for claim, item in told.trail.claims.items():
        published, again = (told.trail.numbers.get(f"claim.{claim}.{name}", {}).get("text", {}).get(told.lang)
                            for name in ("value", "documented"))  # fmt: skip
        value = float(item.get("value") or 0)
        decimals = 0 if value.is_integer() else len(str(value).partition(".")[2])
        shown = told.say(mark("{claim}: “{statement}”, published {value}, computed again {again}"), claim=claim,
                         statement=text_in(item.get("statement"), told.lang),
                         value=published or number_text(value, told.lang, decimals),
                         again=again or "–")  # fmt: skip
        found.append(Node("claim", shown, {"claim": claim}, _claim_row(claim, told)))
    shown = told.say(mark("published figures: {count}"), count=len(found))
    return [Node("claims", shown, {"count": len(found)}, found, cut=True)]
