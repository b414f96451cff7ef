"""What changed between two waves, question by question, on the territories that both put it to.

Promise: every territory compared has exactly one `Change`, so the counts add up to the base. That something is newly
documented is told apart from its being adopted, and no longer documented from ended: facts lapse, and pages vanish.
Conflicts and missing answers are unknown. Source: the design, section 6, "Between two waves".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, Question, QuestionType
from study.indicators.intensity import intensity
from study.indicators.shares import tally
from study.indicators.table import Indicator


class Change(StrEnum):
    """What became of one territory's answer from a wave to a later one."""

    ADOPTED = "adopted"
    ENDED = "ended"
    NEWLY_DOCUMENTED = "newly_documented"
    NO_LONGER_DOCUMENTED = "no_longer_documented"
    STABLE = "stable"
    OTHER = "other"


_METHODS = {
    Change.ADOPTED: "no or planned, then yes",
    Change.ENDED: "yes, then no",
    Change.NEWLY_DOCUMENTED: "unknown, then yes",
    Change.NO_LONGER_DOCUMENTED: "yes, then unknown",
    Change.STABLE: "the same answer",
    Change.OTHER: "any other change",
}


def change_of(before: str, after: str) -> Change:
    """Return the change from one state to another; states are yes, planned, no and unknown.

    >>> change_of("planned", "yes").value, change_of("yes", "planned").value
    ('adopted', 'other')
    """
    if before == after:
        return Change.STABLE
    known = {
        ("no", "yes"): Change.ADOPTED,
        ("planned", "yes"): Change.ADOPTED,
        ("yes", "no"): Change.ENDED,
        ("unknown", "yes"): Change.NEWLY_DOCUMENTED,
        ("yes", "unknown"): Change.NO_LONGER_DOCUMENTED,
    }
    return known.get((before, after), Change.OTHER)


def _states(tables: LeverAnswers, question: str) -> dict[str, str]:
    """Return the state of each territory that the question is put to, in the frame's order."""
    found = tally(tables, question)
    groups = {"yes": found.yes, "planned": found.planned, "no": found.no, "unknown": found.unknown}
    states = {territory: state for state, group in groups.items() for territory in group}
    return {str(territory): states[territory] for territory in tables.status.index if territory in states}


@dataclass(frozen=True, slots=True)
class Compared:
    """One question at two waves: the states of the territories compared, in the order of the later frame."""

    question: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def changes(self) -> dict[str, Change]:
        """Return the change of each territory compared."""
        return {territory: change_of(self.before[territory], state) for territory, state in self.after.items()}

    def who(self, change: Change) -> list[str]:
        """Return the territories of a change."""
        return [territory for territory, found in self.changes.items() if found is change]

    @staticmethod
    def saying_yes(states: Mapping[str, str]) -> list[str]:
        """Return the territories whose answer is yes in `before` or `after`."""
        return [territory for territory, state in states.items() if state == "yes"]


def compare(question: str, before: LeverAnswers, after: LeverAnswers) -> Compared:
    """Return one question at two waves, on the territories in both frames that both waves put it to."""
    then, now = _states(before, question), _states(after, question)
    both = [territory for territory in now if territory in then]
    return Compared(question, {key: then[key] for key in both}, {key: now[key] for key in both})


def compared_questions(lever: Lever) -> list[Question]:
    """Return the lever's questions that can be compared: the yes/no ones."""
    return [question for question in lever.questions if question.type is QuestionType.YES_NO]


def counts(found: Iterable[Compared]) -> dict[Change, int]:
    """Return how many territories × questions there are of each change."""
    total = dict.fromkeys(Change, 0)
    for item in found:
        for change in item.changes.values():
            total[change] += 1
    return total


def _row(lever: int | None, name: str, value: float | None, base: float, method: str, unit: str) -> Indicator:
    return Indicator(lever, name, value, unit, value, base, None, None, None, method)


def question_indicators(lever: int, earlier: str, found: Sequence[Compared]) -> list[Indicator]:
    """Return, for each question compared with wave `earlier`, who said yes before and now, and each change's count.

    Names: `evolution.<earlier>.<question>.before`, `.after`, then one per `Change`.
    """
    rows = []
    for item in found:
        name, base = f"evolution.{earlier}.{item.question}", len(item.after)
        for when, states in (("before", item.before), ("after", item.after)):
            yes = len(item.saying_yes(states))
            rows.append(_row(lever, f"{name}.{when}", yes, base, "yes, in both frames", "territories"))
        rows += [
            _row(lever, f"{name}.{change.value}", len(item.who(change)), base, _METHODS[change], "territories")
            for change in Change
        ]
    return rows


def total_indicators(lever: int | None, earlier: str, found: Sequence[Compared]) -> list[Indicator]:
    """Return each change's count over several questions: of one lever, or (`lever` None) of all.

    Names: `evolution.<earlier>.lever_<n>.<change>`, or `evolution.<earlier>.<change>`.
    """
    name = f"evolution.{earlier}" if lever is None else f"evolution.{earlier}.lever_{lever}"
    base = sum(len(item.after) for item in found)
    return [
        _row(lever, f"{name}.{change.value}", count, base, f"{_METHODS[change]}; core questions", "answers")
        for change, count in counts(found).items()
    ]


def earlier_intensity(
    lever: int | None, name: str, earlier: str, before: Sequence[LeverAnswers], core: Sequence[str], both: Sequence[str]
) -> Indicator:
    """Return `evolution.<earlier>.<name>.intensity`: the intensity then, on the territories of both frames."""
    found = intensity(before, core)
    kept = found.yes.index.isin(list(both))
    yes, base, unknown = (float(counted[kept].sum()) for counted in (found.yes, found.base, found.unknown))
    value, upper = (yes / base, (yes + unknown) / base) if base else (None, None)
    return Indicator(
        lever, f"evolution.{earlier}.{name}.intensity", value, "share", yes, base, unknown, value, upper,
        "yes / core questions, in both frames",
    )  # fmt: skip
