"""The other way: which numbers and figures a raw row feeds.

Promise: a superset of what moves when a row of the evidence is altered in its answer, its dates or its confidence:
whatever is computed from the case that the fact is about, from a question that it routes to, or from counts of facts.
Nothing is computed again, so a fact that is set aside feeds its case too: another date, or another confidence, would
make it count. Asked for one cell that cannot do that (its answer), a fact that is later or withdrawn feeds the count of
those alone.
"""

from collections.abc import Callable, Iterable, Iterator

from study.trail.read import Record, Trail

_COUNTED = frozenset(("live", "lapsed"))
_STANDINGS = _COUNTED | {"later", "withdrawn"}
# Cells that say how long a fact holds; whether it counts at all, its other cells say.
_HOLDING = frozenset(("answer", "valid_until"))


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


def _counts_asked(of: Record, trail: Trail, routed: frozenset[str]) -> bool:
    """Tell whether a survey's count of answers asked and given may change with what routes to some questions.

    Desk evidence adds no answer to a survey, but where a filter was left empty, it tells whether others were put.
    """
    if of["kind"] != "survey" or of.get("measure") not in ("answers", "items"):
        return False
    return trail.surveyed and (str(of["question"]) in routed if of.get("question") else bool(routed))


def _may_stand(standing: str, column: str) -> frozenset[str]:
    """Return the standings that a fact has, or gets when a cell of its row is altered; any of its cells when empty."""
    if column not in _HOLDING:
        return _STANDINGS
    return _COUNTED if standing in _COUNTED else frozenset((standing,))


def _counts_fact(of: Record, fact: Record, standings: frozenset[str]) -> bool:
    """Tell whether a count of facts may change with a fact that may have any of some standings."""
    if of["kind"] != "facts":
        return False
    limits = {name: of.get(name) for name in ("territory", "source", "lever")}
    fits = all(value in (None, "") or fact.get(name) == value for name, value in limits.items())
    return fits and not standings.isdisjoint(of.get("standing", ()))


def _test(trail: Trail, evidence: str, column: str) -> Callable[[Record], bool]:
    """Return what tells whether a basis rests on a fact."""
    fact: Record = trail.facts[evidence]
    standings = {
        str(moment): _may_stand(str(rule[0]), column) for moment, rule in fact.get("standing", {}).items() if rule
    }
    moments = frozenset(moment for moment, found in standings.items() if found & _COUNTED)
    question = str(fact["question"])
    questions = routed_from(trail, question)
    routed = questions - {question} if trail.wave in moments else frozenset()
    territory, now = str(fact["territory"]), standings.get(trail.wave, frozenset())

    def rests(of: Record) -> bool:
        return (
            rests_on_answers(of, trail, questions, territory, moments)
            or _counts_fact(of, fact, now)
            or _counts_asked(of, trail, routed)
        )

    return rests


def feeds(trail: Trail, evidence: str, column: str = "") -> set[str]:
    """Return the ledger keys that a fact feeds, or one cell of its row; KeyError when the trail does not hold it."""
    rests = _test(trail, evidence, column)
    return {key for key, number in trail.numbers.items() if rests(number["of"])}


def figures_fed(trail: Trail, evidence: str, column: str = "") -> set[str]:
    """Return the figures that a fact feeds, or one cell of its row."""
    rests = _test(trail, evidence, column)
    return {key for key, figure in trail.figures.items() if figure.get("of") and rests(figure["of"])}


def fed_by_facts(trail: Trail, ids: Iterable[str], column: str = "") -> tuple[set[str], set[str]]:
    """Return the numbers and figures that any of some facts feeds, or one cell of its row."""
    numbers: set[str] = set()
    figures: set[str] = set()
    for evidence in ids:
        numbers |= feeds(trail, evidence, column)
        figures |= figures_fed(trail, evidence, column)
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
