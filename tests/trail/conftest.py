"""The audit trail of the small study's wave 2020, written by hand: what each module of the room reads."""

import csv
import json
from collections.abc import Callable
from typing import Any

import pytest

from study.base.files import file_sha256
from study.base.layout import StudyPaths
from study.trail.read import Trail, read_trail

EVIDENCE = "data/raw/evidence/evidence.csv"
WAVES = {"2018": "2018-12-31", "2020": "2020-12-31", "claim:C01": "2020-12-31"}
FILES = {
    "evidence": EVIDENCE,
    "sources": "data/raw/evidence/sources.csv",
    "frame": "data/raw/frame.csv",
    "corrections": "data/raw/evidence/corrections.csv",
    "claims": "data/raw/waves/2020/claims.csv",
    "wave": "data/raw/waves/2020/wave.yaml",
    "study": "data/raw/questionnaire/study.yaml",
}
EXPORT = "data/raw/waves/2020/responses/answers.csv"
CELL = f"{EXPORT}#row=2,column=C"


def _lever(number: int) -> str:
    return f"data/raw/questionnaire/lever-{number}.yaml"


def _question(lever: int, line: int, label: str, english: str, kind: str = "yes_no", **more: Any) -> dict[str, Any]:
    texts = {"fr": label, "en": english}
    return {"lever": lever, "type": kind, "core": kind == "yes_no", "label": texts, "wording": texts, "codes": {},
            "unit": "", "file": _lever(lever), "line": line, **more}  # fmt: skip


QUESTIONS = {
    "elected": _question(0, 6, "Élu délégué", "Elected member"),
    "staff": _question(0, 13, "Équipe", "Staff", universe={"question": "elected", "answers": ["yes"]}),
    "scheme": _question(1, 5, "Schéma adopté", "Scheme adopted"),
    "clauses": _question(1, 12, "Clauses sociales", "Social clauses"),
    "purchases_eur": _question(1, 18, "Achats annuels", "Yearly purchases", "number", unit="eur"),
    "themes": _question(1, 30, "Thèmes", "Themes", "multiple",
                        codes={"food": {"fr": "Alimentation", "en": "Food"}, "waste": {"fr": "Déchets", "en": "Waste"}}),
}  # fmt: skip
# Of the evidence, at 2020-12-31: standing and rule.
STANDINGS = {
    "E001": ("live", "mandate"), "E002": ("live", "years since a no"), "E003": ("live", "years since a yes"),
    "E004": ("live", "years since a yes"), "E005": ("live", "permanent"), "E006": ("live", "years since a plan"),
    "E007": ("lapsed", "years since a yes"), "E008": ("live", "years since a yes"),
    "E009": ("live", "years since a no"), "E010": ("live", "years since a yes"),
    "E011": ("live", "years since a number"), "E012": ("live", "years since a number"),
    "E013": ("live", "years since a yes"), "E014": ("withdrawn", "withdrawn"),
}  # fmt: skip
EARLY = ("E004", "E005", "E007")
STATES = {
    "elected": {"arbois": ("answered", "yes", "E001"), "belleville": ("answered", "no", "E002"),
                "cassis": ("unknown", "", "")},
    "staff": {"arbois": ("answered", "yes", "E003"), "belleville": ("not_asked", "", ""), "cassis": ("unknown", "", "")},
    "scheme": {"arbois": ("answered", "yes", "E005"), "belleville": ("answered", "planned", "E006"),
               "cassis": ("unknown", "", "")},
    "clauses": {"arbois": ("unknown", "", ""), "belleville": ("answered", "yes", "E008;E009"),
                "cassis": ("answered", "no", CELL)},
    "purchases_eur": {"arbois": ("answered", "60000000", "E011"), "belleville": ("unknown", "", ""),
                      "cassis": ("answered", "25000000.5", "E012")},
    "themes": {"arbois": ("answered", "food;~waste", CELL), "belleville": ("answered", "0", CELL),
               "cassis": ("no_answer", "", CELL)},
}  # fmt: skip
BEFORE = {
    "scheme": {
        "arbois": ("answered", "yes", "E005"),
        "belleville": ("answered", "no", ""),
        "cassis": ("unknown", "", ""),
    },
    "elected": {"arbois": ("unknown", "", ""), "belleville": ("unknown", "", ""), "cassis": ("unknown", "", "")},
}
BESIDE = {"count": ("lower", "upper", "numerator", "base", "unknown", "median_age", "high"),
          "share": ("lower", "upper", "numerator", "base", "unknown", "median_age", "high")}  # fmt: skip


def _answers(measure: str, *questions: str, **more: Any) -> dict[str, Any]:
    return {"kind": "answers", "measure": measure, "beside": "", "questions": list(questions), "code": "",
            "moments": ["2020"], "territory": "", "states": [], **more}  # fmt: skip


def _bases() -> dict[str, dict[str, Any]]:
    """Every kind of basis, by key."""
    found = {}
    for question in ("elected", "staff", "scheme", "clauses"):
        for measure in ("count", "share", "share_determined", "weighted_share"):
            found[f"{question}.{measure}"] = _answers(measure, question, states=["yes"])
        for state in ("yes", "planned", "no", "unknown", "not_asked", "asked"):
            found[f"{question}.{state}"] = _answers(state, question, states=[state])
    for measure in ("documented", "median", "total"):
        found[f"purchases_eur.{measure}"] = _answers(measure, "purchases_eur")
    for measure in (
        "count",
        "share",
        "share_determined",
        "weighted_share",
        "yes",
        "no",
        "unknown",
        "not_asked",
        "asked",
    ):
        found[f"themes.food.{measure}"] = _answers(measure, "themes", code="food", states=["yes"])
    found["themes.ticks"] = _answers("ticks", "themes")
    found["themes.answered"] = _answers("answered", "themes", states=["answered"])
    for key, questions in {
        "lever_0": ("elected", "staff"),
        "all_levers": ("elected", "staff", "scheme", "clauses"),
    }.items():
        found[f"{key}.intensity"] = _answers("intensity", *questions, states=["yes"])
        for measure in ("intensity", "intensity_lowest", "intensity_highest"):
            found[f"{key}.{measure}.arbois"] = _answers(measure, *questions, territory="arbois", states=["yes"])
    both = {"moments": ["2018", "2020"]}
    for change in (
        "adopted",
        "ended",
        "newly_documented",
        "no_longer_documented",
        "stable",
        "other",
        "before",
        "after",
        "both",
    ):
        found[f"evolution.2018.scheme.{change}"] = _answers(change, "scheme", **both)
        found[f"evolution.2018.{change}"] = _answers(change, "scheme", "elected", **both)
    found["evolution.2018.lever_1.intensity"] = _answers(
        "intensity", "scheme", "elected", moments=["2018"], states=["yes"]
    )
    found["evolution.2018.adopted.arbois"] = _answers("adopted", "scheme", "elected", territory="arbois", **both)
    found["sheet.questions.left_out.arbois"] = _answers("left_out", *QUESTIONS, territory="arbois")
    found["answers.known"] = _answers("known", "elected", "staff", "scheme", "clauses")
    found["conflicts.count"] = _answers("conflict", *QUESTIONS, states=["conflict"])
    found["purchases_eur.value.arbois"] = _answers("value", "purchases_eur", territory="arbois")
    facts = {"kind": "facts", "measure": "count", "rule": "", "lever": None, "territory": "", "source": ""}
    for key, standing in {"all": ["live", "lapsed", "later", "withdrawn"], "count": ["live", "lapsed"], "live": ["live"],
                          "lapsed": ["lapsed"], "later": ["later"], "gone": ["withdrawn"], "odd": ["live", "later"]}.items():  # fmt: skip
        found[f"evidence.{key}"] = {**facts, "standing": standing}
    found["evidence.high"] = {**facts, "measure": "high", "standing": ["live", "lapsed"]}
    found["sources.count"] = {**facts, "measure": "sources", "standing": ["live", "lapsed"]}
    found["evidence.lever_1"] = {**facts, "standing": ["live"], "lever": 1, "territory": "arbois", "source": "S001",
                                 "rule": "permanent"}  # fmt: skip
    for kind, measure in (("actions", "left_out"), ("sources", "left_out_sources")):
        found[f"sheet.{kind}.left_out.arbois"] = {
            **facts,
            "measure": measure,
            "standing": ["live"],
            "territory": "arbois",
        }
    found["frame.count"] = {"kind": "frame", "measure": "count", "territory": ""}
    found["frame.population"] = {"kind": "frame", "measure": "population_municipal", "territory": ""}
    found["frame.population.arbois"] = {"kind": "frame", "measure": "population_municipal", "territory": "arbois"}
    for measure in ("levers", "questions", "core", "years"):
        found[f"codebook.{measure}"] = {"kind": "codebook", "measure": measure, "question": "", "what": "yes_years"}
    found["codebook.years"] |= {"file": FILES["study"], "line": 9}
    found["codebook.years.clauses"] = {**found["codebook.years"], "question": "clauses", "what": "lever_1.clauses"}
    for measure in ("count", "rate", "answers", "items"):
        found[f"responses.{measure}"] = {"kind": "survey", "measure": measure, "question": ""}
    found["responses.lever_1.themes"] = {"kind": "survey", "measure": "items", "question": "themes"}
    for measure in ("value", "documented", "lower", "upper", "without_source", "high", "names"):
        found[f"claim.C01.{measure}"] = {"kind": "claim", "measure": measure, "claim": "C01", "questions": ["scheme"],
                                         "moments": ["claim:C01"]}  # fmt: skip
    for measure in ("count", "reproduced", "consistent", "contradicted", "not_computable"):
        found[f"claims.{measure}"] = {"kind": "claims", "measure": measure}
    for measure in ("before", "evidence", "date", "questionnaire", "code", "after"):
        found[f"bridge.2018.scheme.count.{measure}"] = {"kind": "bridge", "measure": measure,
                                                        "indicator": "scheme.count", **both}  # fmt: skip
    found["collection.1"] = {"kind": "given", "file": FILES["wave"], "line": 14}
    return found


def _numbers() -> dict[str, Any]:
    numbers = {}
    for key, of in _bases().items():
        stem = key.removesuffix(".arbois")
        at = ".arbois" if key.endswith(".arbois") else ""
        made = {"text": {"fr": "1", "en": "1"}, "value": 1.0, "unit": "territories", "indicator": stem, "of": of,
                "printed": []}  # fmt: skip
        numbers[key] = made
        if of["kind"] == "answers" and not key.startswith("evolution."):
            for beside in ("lower", "upper", "numerator", "base", "unknown", "median_age", "high", "names"):
                numbers[f"{stem}.{beside}{at}"] = {**made, "of": {**of, "beside": beside}}
    numbers["scheme.count"]["printed"] = [
        {"part": "lever-1", "notebook": "notebooks/2_lever-1.ipynb", "cell": 8, "in": "cards"},
        {"part": "lever-1", "notebook": "data/raw/waves/2020/commentary/fr/lever-1.md", "cell": None, "in": "prose"},
    ]
    numbers["share_determined"] = {**numbers["scheme.share_determined"], "indicator": "scheme.share_determined",
                                   "of": {**numbers["scheme.share_determined"]["of"], "beside": "lower"},
                                   "value": None}  # fmt: skip
    return numbers


def _records(paths: StudyPaths, file: str) -> list[dict[str, str]]:
    with (paths.root / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _states(table: dict[str, dict[str, tuple[str, str, str]]]) -> dict[str, Any]:
    return {
        question: {key: dict(zip(("status", "answer", "origin"), state, strict=True)) for key, state in found.items()}
        for question, found in table.items()
    }


def hand_made(paths: StudyPaths) -> dict[str, Any]:
    """The trail: its states are those of the small study, made richer by a survey, a correction and an earlier wave."""
    facts = {}
    for row, fact in enumerate(_records(paths, EVIDENCE), start=2):
        standing = STANDINGS[fact["evidence"]]
        early = ("live", standing[1]) if fact["evidence"] in EARLY else ("later", "after the reference date")
        at = {moment: list(early if moment == "2018" else standing) for moment in WAVES}
        facts[fact["evidence"]] = {**fact, "row": row, "lever": int(fact["lever"]), "code": fact["question"],
                                   "standing": at}  # fmt: skip
    sources = {
        item["source"]: {**item, "row": row} for row, item in enumerate(_records(paths, FILES["sources"]), start=2)
    }
    territories = {
        item["territory"]: {"name": item["name"], "short_name": item["short_name"], "row": row}
        for row, item in enumerate(_records(paths, FILES["frame"]), start=2)
        if item["vintage"] == "2020"
    }
    return {
        "format": 1,
        "wave": "2020",
        "languages": ["fr", "en"],
        "nouns": {"territory": {"one": {"fr": "métropole", "en": "métropole"},
                                "many": {"fr": "métropoles", "en": "métropoles"}},
                  "lever": {"one": {"fr": "levier", "en": "lever"}, "many": {"fr": "leviers", "en": "levers"}}},
        "moments": {name: {"kind": "claim" if ":" in name else "wave", "date": day} for name, day in WAVES.items()},
        "files": FILES,
        "sha256": {file: file_sha256(paths.root / file) for file in (*FILES.values(), _lever(0), _lever(1), EXPORT)},
        "levers": {str(n): {"title": {"fr": t, "en": e}, "file": _lever(n)}
                   for n, t, e in ((0, "Gouvernance", "Governance"), (1, "Achats responsables", "Purchasing"))},
        "questions": QUESTIONS,
        "territories": territories,
        "states": {"2020": _states(STATES), "2018": _states(BEFORE), "claim:C01": _states({"scheme": STATES["scheme"]})},
        "facts": facts,
        "sources": sources,
        "cells": {CELL: {"file": EXPORT, "sheet": "", "row": 2, "column": "C", "raw": "NON", "answer": "no",
                         "rule": "read as a code"}},
        "corrections": [{"row": 2, "wave": "2020", "territory": "belleville", "question": "clauses",
                         "expect": "E008=yes;E009=no", "answer": "yes", "reason": "the second page is older", "role": "analyst",
                         "date": "2021-01-10"}],
        "claims": {"C01": {"row": 2, "as_of": "2020-12-31", "value": 1.0, "indicator": "scheme.count",
                           "statement": {"fr": "Territoires dotés d’un schéma", "en": "Territories with a scheme"},
                           "source": "S001", "names": ["arbois"]}},
        "indicators": {"scheme.count": {"method": "y", "value": 1},
                       "themes.food.share": {"method": "ticks of the code / ticks", "value": 1}},
        "numbers": _numbers(),
        "figures": {"lever-1-questions": {"number": "1", "title": "Un schéma", "hash": "1a2b", "part": "lever-1",
                                          "notebook": "notebooks/2_lever-1.ipynb", "cell": 9,
                                          "of": _answers("count", "scheme", "clauses"), "file": "figures/a.svg"}},
        "tables": {"lever-1-indicators": {"number": "1", "title": "Indicateurs", "hash": "2b3c", "part": "lever-1",
                                          "notebook": "notebooks/2_lever-1.ipynb", "cell": 10,
                                          "numbers": ["scheme.count", "clauses.count"], "file": "tables/a.csv"}},
    }  # fmt: skip


@pytest.fixture
def traced(small_study: StudyPaths) -> Callable[..., StudyPaths]:
    """A function: the small study with its trail of 2020, changed by `change(trail)` if it is given."""

    def run(change: Callable[[dict[str, Any]], None] | None = None) -> StudyPaths:
        corrections = small_study.corrections
        header = corrections.read_text("utf-8").splitlines()[0]
        line = "2020,belleville,clauses,E008=yes;E009=no,yes,the second page is older,analyst,2021-01-10"
        corrections.write_text(f"{header}\n{line}\n", "utf-8")
        export = small_study.root / EXPORT
        export.parent.mkdir(parents=True, exist_ok=True)
        export.write_text("territory,scheme,clauses\ncassis,,NON\n", "utf-8")
        made = hand_made(small_study)
        if change is not None:
            change(made)
        target = small_study.reports("2020") / "trail.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
        return small_study

    return run


@pytest.fixture
def trail(traced: Callable[..., StudyPaths]) -> Trail:
    """The hand-made trail, read."""
    return read_trail(traced(), "2020")
