"""Corrections: an analyst's decision on a case that the rules cannot settle, with a guard.

Promise: a correction applies only while the case is exactly the one it was written for (`expect`: the conflicting
evidence ids with their answers, as `E001=yes;E002=no`, or the text of a survey's cell); once that has changed it is
reported as expired, never applied silently. Left out: reading the file (`study.intake.evidence`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from study.base.errors import Place, Problem
from study.base.text import mark


@dataclass(frozen=True, slots=True)
class ExpiredCorrection(Problem):
    """A correction's `expect` is not, or no longer, what the evidence says."""

    code = "correction-expired"
    what = mark("This correction no longer matches what it was written for: it expects “{value}”, now it is “{found}”.")
    why = mark("A correction holds only for the case it was written for; the evidence or the answer has changed since.")
    remedy = mark("Look at the case again: delete the line, or rewrite its `expect` and `answer`.")


def case_text(answers: Mapping[str, str]) -> str:
    """Return a conflict as `expect` writes it, from its evidence ids and their answers: sorted by id.

    >>> case_text({"E2": "no", "E1": "yes"})
    'E1=yes;E2=no'
    """
    return ";".join(f"{evidence}={answer}" for evidence, answer in sorted(answers.items()))


@dataclass(slots=True)
class Corrections:
    """The corrections of one wave, and which of them were used.

    `table` has the columns of `corrections.csv` (str) and `row` (int); `file` is its path in the study folder.
    """

    table: pd.DataFrame
    wave: str
    file: str
    _found: dict[tuple[str, str], str] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def settle(self, territory: str, question: str, case: str, shown: str | None = None) -> str | None:
        """Return the answer that settles a case, or None when no line is written for exactly this one.

        The case is a conflict as `case_text` writes it, or the text of a survey's cell, of which errors quote `shown`.
        """
        self._found[(territory, question)] = case if shown is None else shown
        mine = self._mine()
        match = mine[(mine["territory"] == territory) & (mine["question"] == question)]
        for line in match.to_dict("records"):
            if _normal(line["expect"]) == _normal(case):
                self._used.add(int(line["row"]))
                return str(line["answer"])
        return None

    @property
    def cases(self) -> list[tuple[str, str]]:
        """Return the territories and questions that the wave's lines are about."""
        return list(self._mine()[["territory", "question"]].itertuples(index=False, name=None))

    def expired(self) -> list[Problem]:
        """Return a problem for each line that matched no case of the states resolved so far."""
        problems: list[Problem] = []
        for line in self._mine().to_dict("records"):
            found = self._found.get((line["territory"], line["question"]), "")
            if int(line["row"]) not in self._used:
                problems.append(
                    ExpiredCorrection(
                        Place(self.file, row=int(line["row"]), column="expect"), line["expect"], {"found": found or "—"}
                    )
                )
        return problems

    def _mine(self) -> pd.DataFrame:
        return self.table[self.table["wave"] == self.wave]


def _normal(expect: str) -> str:
    """Return a case in one order of its evidence; a part without `=` goes on with the one before (ticked boxes)."""
    parts: list[str] = []
    for part in (item.strip() for item in expect.split(";")):
        if parts and part and "=" not in part:
            parts[-1] += f";{part}"
        elif part:
            parts.append(part)
    return ";".join(sorted(parts))
