"""What each number of the ledger rests on, told from its key: which answers, facts, inhabitants, claims, at which date.

Promise: a key of the ledger has exactly one basis, made from the words of its name and the codebook, and a key that
fits nothing is a fault of ours (KeyError), so that no number is printed that cannot be traced. The forms of a basis
stand in `docs/adr/0022-audit-trail.md`. Left out: the states, facts and cells themselves (`study.report.audit_trail`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from study.codebook.model import Measure, Question, QuestionType, Study
from study.codebook.names import name_of
from study.trail.phrases import COMPARED

Basis = dict[str, Any]

BESIDE = ("lower", "upper", "numerator", "base", "unknown", "median_age", "high", "names")
_TALLIES = ("yes", "planned", "no", "unknown", "not_asked", "asked", "answered", "ticks")
_STANDINGS: Mapping[str, tuple[str, ...]] = {
    "all": ("live", "lapsed", "later", "withdrawn"),
    "count": ("live", "lapsed"),
    "high": ("live", "lapsed"),
    "live": ("live",),
    "lapsed": ("lapsed",),
    "later": ("later",),
}
_COUNTED = ("count", "share", "share_determined", "weighted_share", "intensity")


@dataclass(frozen=True)
class Bases:
    """The bases of one wave: `earlier` are the waves it is compared with, `claims` the indicator of each claim.

    `rules` tells where each number of years is set, file and line, by the words after `years.` in its key.
    """

    study: Study
    wave: str
    territories: Collection[str]
    earlier: Sequence[str]
    claims: Mapping[str, str]
    wave_yaml: str
    collection_lines: Sequence[int] = ()
    rules: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def of(self, key: str) -> Basis:
        """Return what a number rests on; KeyError when its key is of no known form."""
        head, *rest = key.split(".")
        known: dict[str, Callable[[list[str]], Basis]] = {
            "evolution": self._evolution,
            "frame": self._frame,
            "levers": lambda _: _codebook("levers"),
            "questions": lambda words: _codebook("core" if words[0] == "core" else "questions"),
            "years": self._years,
            "evidence": self._evidence,
            "sources": lambda words: self._facts("sources", ("live", "lapsed"), words[1:]),
            "conflicts": lambda words: self._answers("conflict", self._all(), words[1:], states=["conflict"]),
            "answers": self._known,
            "nonresponse": self._nonresponse,
            "responses": self._responses,
            "written": lambda words: _survey("answers", self._named(words[:2])),
            "collection": self._given,
            "value": lambda words: self._answers("value", [words[0]], [words[1]]),
            "claim": self._claim,
            "sheet": self._sheet,
            "claims": lambda words: {"kind": "claims", "measure": words[0]},
            "bridge": self._bridge,
        }
        if head in self._by_name:
            return self._question(self._by_name[head], rest)
        if head in known:
            return known[head](rest)
        return self._lever(head, rest)

    @cached_property
    def _by_name(self) -> dict[str, Question]:
        return {question.question: question for question in self.study.questions}

    @cached_property
    def _names(self) -> dict[tuple[int, str], str]:
        """What the trail calls each question: thousands of keys ask for it."""
        return {(item.lever, item.question): name_of(item, self.study) for item in self.study.questions}

    def _name(self, question: Question) -> str:
        return self._names[question.lever, question.question]

    def _all(self, *, core: bool = False) -> list[str]:
        return [self._name(item) for item in self.study.questions if item.core or not core]

    def _of_lever(self, head: str, *, core: bool = True, yes_no: bool = False) -> list[str]:
        if head == "all_levers":
            return self._all(core=True)
        number = int(head.removeprefix("lever_"))
        return [
            self._name(item)
            for item in self.study.lever(number).questions
            if (item.core or not core) and (not yes_no or item.type is QuestionType.YES_NO)
        ]

    def _named(self, words: Sequence[str]) -> str:
        """Return the question that `lever_<n>.<question>` names, as the trail names it."""
        lever = self.study.lever(int(words[0].removeprefix("lever_")))
        return next(self._name(item) for item in lever.questions if item.question == words[1])

    def _answers(
        self,
        measure: str,
        questions: Sequence[str],
        words: Sequence[str] = (),
        *,
        states: Sequence[str] = (),
        code: str = "",
        moments: Sequence[str] = (),
    ) -> Basis:
        """Return a basis of answers; `words` are what is left of the key: what stands beside, then a territory."""
        beside = words[0] if words and words[0] in BESIDE else ""
        left = list(words[1:] if beside else words)
        # The names of those counted may stand after what they are the names of.
        if left == ["names"]:
            beside, left = "names", []
        if len(left) > 1 or (left and left[0] not in self.territories):
            raise KeyError(".".join(words))
        return {
            "kind": "answers", "measure": measure, "beside": beside, "questions": list(questions), "code": code,
            "moments": list(moments) or [self.wave], "territory": left[0] if left else "", "states": list(states),
        }  # fmt: skip

    def _question(self, question: Question, words: list[str]) -> Basis:
        code = ""
        if question.chosen and words[0] in {item.code for item in question.codes}:
            code, words = words[0], words[1:]
        measure, beside = words[0], words[1:]
        if measure not in (*_TALLIES, *map(str, Measure)):
            raise KeyError(measure)
        states = ["yes"] if measure in _COUNTED else [measure] if measure in ("yes", "planned", "no", "unknown") else []
        return self._answers(measure, [self._name(question)], beside, states=states, code=code)

    def _lever(self, head: str, words: list[str]) -> Basis:
        measure, *beside = words
        if measure == "acting":
            return self._answers("acting", self._of_lever(head, core=False, yes_no=True), beside, states=["yes"])
        if measure == "acting_core":
            return self._answers("acting", self._of_lever(head, core=True, yes_no=False), beside, states=["yes"])
        if not measure.startswith("intensity"):
            raise KeyError(f"{head}.{measure}")
        states = ["yes"] if measure == "intensity" else []
        return self._answers(measure, self._of_lever(head), beside, states=states)

    def _evolution(self, words: list[str]) -> Basis:
        earlier, *of = words
        moments = [earlier, self.wave]
        if of[0] in (*COMPARED, "base"):
            questions = self._all(core=True)
        elif of[0].startswith("lever_") or of[0] == "all_levers":
            questions, of = self._of_lever(of[0]), of[1:]
        else:
            questions, of = [self._name(self._by_name[of[0]])], of[1:]
        if of[0].startswith("intensity"):
            return self._answers(of[0], questions, of[1:], states=["yes"], moments=[earlier])
        if of[0] == "base":
            return self._answers("both", questions, of, moments=moments)
        return self._answers(of[0], questions, of[1:], moments=moments)

    def _frame(self, words: list[str]) -> Basis:
        population = words[0] == "population"
        measure = "population_municipal" if population else "count"
        return {"kind": "frame", "measure": measure, "territory": words[1] if population else ""}

    def _facts(self, measure: str, standing: Sequence[str], words: Sequence[str], **more: str) -> Basis:
        found: Basis = {"kind": "facts", "measure": measure, "standing": list(standing), "rule": "", "lever": None,
                        "territory": "", "source": "", **more}  # fmt: skip
        for word in words:
            if word in self.territories:
                found["territory"] = word
            elif word.startswith("lever_"):
                found["lever"] = int(word.removeprefix("lever_"))
            elif word not in BESIDE:
                raise KeyError(word)
        return found

    def _evidence(self, words: list[str]) -> Basis:
        match words:
            case ["rule", standing, rule]:
                return self._facts("count", [standing], [], rule=rule)
            case ["source", source]:
                return self._facts("count", ["live", "lapsed"], [], source=source)
        measure = "high" if words[0] == "high" else "count"
        return self._facts(measure, _STANDINGS[words[0]], words[1:])

    def _sheet(self, words: list[str]) -> Basis:
        """Return what a territory's sheet is cut from; the cut itself is one of layout."""
        if words[0] == "questions":
            return self._answers("left_out", self._all(), words[2:])
        measure = {"actions": "left_out", "sources": "left_out_sources"}[words[0]]
        return self._facts(measure, ("live",), words[2:])

    def _known(self, words: list[str]) -> Basis:
        if words[0] != "known":
            return self._answers("answered", self._all(), words[1:])
        questions, left = self._all(core=True), words[1:]
        if left and left[-1].startswith("lever_") and left[-1] not in self.territories:
            questions, left = self._of_lever(left[-1]), left[:-1]
        return self._answers("known", questions, left)

    def _nonresponse(self, words: list[str]) -> Basis:
        fate = words[-1]
        questions = (
            self._all() if words[0] == "all" else [self._named(words)] if len(words) == 3
            else self._of_lever(words[0], core=False)
        )  # fmt: skip
        return self._answers("answered" if fate == "known" else fate, questions)

    def _responses(self, words: list[str]) -> Basis:
        if words[0].startswith("lever_"):
            return _survey("items", self._named(words[:2]))
        return _survey(words[0] if words[0] in ("rate", "answers", "items") else "count")

    def _years(self, words: list[str]) -> Basis:
        what = ".".join(words)
        file, line = self.rules.get(what, ("", 0))
        question = "" if words[0] == "default" else self._named(words)
        return {**_codebook("years", question, what), "file": file, "line": line}

    def _given(self, words: list[str]) -> Basis:
        place = int(words[0]) - 1
        line = self.collection_lines[place] if place < len(self.collection_lines) else 1
        return {"kind": "given", "file": self.wave_yaml, "line": line}

    def _claim(self, words: list[str]) -> Basis:
        claim, measure = words[0], words[1]
        name = self.claims.get(claim, "").partition(".")[0]
        questions = [name_of(self._by_name[name], self.study)] if name in self._by_name else []
        moments = [f"claim:{claim}"] if questions else []
        return {"kind": "claim", "measure": measure, "claim": claim, "questions": questions, "moments": moments}

    def _bridge(self, words: list[str]) -> Basis:
        earlier, measure = words[0], words[-1]
        indicator = ".".join(words[1:-1])
        return {"kind": "bridge", "measure": measure, "indicator": indicator, "moments": [earlier, self.wave]}


def _codebook(measure: str, question: str = "", what: str = "") -> Basis:
    return {"kind": "codebook", "measure": measure, "question": question, "what": what}


def _survey(measure: str, question: str = "") -> Basis:
    return {"kind": "survey", "measure": measure, "question": question}
