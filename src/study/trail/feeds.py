"""The other way: which numbers and figures a raw row feeds.

Promise: a superset of what moves when the answer of a fact is altered (its other cells, when it says so): whatever is
computed from the case that the fact is about, from a question that it routes to, or from counts of facts. Nothing is
computed again, so a fact that is set aside feeds its case too.
"""

from collections.abc import Callable, Iterable, Iterator

from study.trail.read import Record, Trail

_COUNTED = frozenset(("live", "lapsed"))


def routed_from(trail: Trail, question: str) -> frozenset[str]:
    """Return a question and all that its answer may route to, however far."""
    found, new = {question}, {question}
    while new:
        new = {
            name
            for name, asked in trail.questions.items()
            if (asked.get("universe") or {}).get("question") in new and name not in found
        }
        found |= new
    return frozenset(found)


def rests_on_answers(
    of: Record, trail: Trail, questions: frozenset[str], territory: str, moments: frozenset[str]
) -> bool:
    """Tell whether a basis is computed from the answers of a territory (any when empty) at any of some moments."""
    kind = of["kind"]
    if kind == "claims":
        return any(
            moment in moments and questions & set(trail.states.get(moment, {}))
            for moment in trail.moments
            if moment.startswith("claim:")
        )
    if kind == "bridge":
        number = trail.numbers.get(str(of.get("indicator")))
        of = {**(number["of"] if number else {"kind": "answers", "questions": []}), "moments": of.get("moments", ())}
    if kind not in ("answers", "claim", "bridge") or (kind == "claim" and of.get("measure") == "value"):
        return False
    where = str(of.get("territory") or "")
    at = set(of.get("moments") or (trail.wave,))
    return (
        bool(questions & set(of.get("questions", ())))
        and (where in ("", territory) or not territory)
        and bool(at & moments)
    )


def _counts_fact(of: Record, fact: Record, standing: str) -> bool:
    """Tell whether a count of facts may change with the answer of one: it may lapse by it, or no longer lapse."""
    if of["kind"] != "facts":
        return False
    limits = {name: of.get(name) for name in ("territory", "source", "lever")}
    fits = all(value in (None, "") or fact.get(name) == value for name, value in limits.items())
    asked = frozenset(str(item) for item in of.get("standing", ()))
    return fits and (standing in asked or (standing in _COUNTED and bool(asked & _COUNTED)))


def _test(trail: Trail, evidence: str) -> Callable[[Record], bool]:
    """Return what tells whether a basis rests on a fact."""
    fact: Record = trail.facts[evidence]
    standings = {str(moment): str(rule[0]) for moment, rule in fact.get("standing", {}).items() if rule}
    moments = frozenset(moment for moment, standing in standings.items() if standing in _COUNTED)
    questions = routed_from(trail, str(fact["question"]))
    territory, standing = str(fact["territory"]), standings.get(trail.wave, "")

    def rests(of: Record) -> bool:
        return rests_on_answers(of, trail, questions, territory, moments) or _counts_fact(of, fact, standing)

    return rests


def feeds(trail: Trail, evidence: str) -> set[str]:
    """Return the ledger keys that a fact feeds; KeyError when the trail does not hold it."""
    rests = _test(trail, evidence)
    return {key for key, number in trail.numbers.items() if rests(number["of"])}


def figures_fed(trail: Trail, evidence: str) -> set[str]:
    """Return the figures that a fact feeds."""
    rests = _test(trail, evidence)
    return {key for key, figure in trail.figures.items() if figure.get("of") and rests(figure["of"])}


def fed_by_facts(trail: Trail, ids: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the numbers and figures that any of some facts feeds."""
    numbers: set[str] = set()
    figures: set[str] = set()
    for evidence in ids:
        numbers |= feeds(trail, evidence)
        figures |= figures_fed(trail, evidence)
    return numbers, figures


def fed_by_answers(
    trail: Trail, questions: Iterable[str], territory: str, moments: Iterable[str]
) -> tuple[set[str], set[str]]:
    """Return the numbers and figures computed from a territory's answers (all territories when empty)."""
    every = frozenset().union(*(routed_from(trail, question) for question in questions))
    at = frozenset(moments)
    return fed(trail, lambda of: rests_on_answers(of, trail, every, territory, at))


def fed(trail: Trail, rests: Callable[[Record], bool]) -> tuple[set[str], set[str]]:
    """Return the numbers and figures whose basis passes a test."""
    numbers = {key for key, number in trail.numbers.items() if rests(number["of"])}
    return numbers, {key for key, figure in trail.figures.items() if figure.get("of") and rests(figure["of"])}


def tables_of(trail: Trail, numbers: set[str]) -> Iterator[str]:
    """Yield the tables that show any of some numbers."""
    yield from (key for key, table in trail.tables.items() if numbers & set(table.get("numbers", ())))
