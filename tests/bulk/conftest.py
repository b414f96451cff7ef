"""A small open survey of every type of question, and the ordinary way to its results."""

import importlib.util
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from study.answers.states import documented, resolve, routed, with_survey
from study.answers.survey import cleaning_log, refused, survey_states
from study.answers.tables import LeverAnswers, build
from study.exports.settings import SurveySettings
from study.indicators.lever import lever_indicators
from study.indicators.table import to_table
from study.survey.responses import Responses, read_survey

_spec = importlib.util.spec_from_file_location("layouts_tools", Path(__file__).parents[1] / "layouts" / "conftest.py")
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

_spec = importlib.util.spec_from_file_location("cli_tools", Path(__file__).parents[1] / "cli" / "conftest.py")
_cli = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_cli)
study = _cli.study

NOUNS = ["métropole", "métropoles"]
DAY = date(2024, 6, 30)
MEASURES = ["count", "share", "share_determined"]
QUESTIONS = [
    {"question": "plan", "type": "yes_no", "core": True, "indicators": MEASURES},
    {"question": "voted", "type": "yes_no", "core": True, "indicators": MEASURES,
     "universe": {"question": "plan", "answers": ["yes", "planned"]}},
    {"question": "mode", "type": "choice", "other": True, "indicators": MEASURES,
     "codes": {"bike": "à vélo", "walk": "à pied", "other": "autrement"}},
    {"question": "why", "type": "multiple", "indicators": MEASURES, "lever": 2,
     "codes": {"cost": "le prix", "health": "la santé"}},
    {"question": "how", "type": "multiple", "indicators": MEASURES, "lever": 2,
     "codes": {"alone": "seul", "group": "à plusieurs"}, "universe": {"question": "why", "answers": ["cost"]}},
    {"question": "budget", "type": "number", "unit": "eur", "additive": True, "minimum": 0.0, "lever": 2,
     "indicators": ["documented", "median", "total"]},
    {"question": "since", "type": "date", "maximum": date(2024, 6, 30), "indicators": ["documented"], "lever": 2,
     "universe": {"question": "voted", "answers": ["yes"]}},
    {"question": "note", "type": "text", "lever": 2},
    {"question": "never", "type": "yes_no", "indicators": MEASURES, "lever": 2},
]  # fmt: skip
HEADING = [
    "id", "submitdate", "métropole", "plan", "voted", "mode", "mode[other]", "why[cost]", "why[health]", "how",
    "budget", "since", "note", "email",
]  # fmt: skip


def open_study(questions=QUESTIONS):
    return _module.study_of(questions, open_survey=True)


STUDY = open_study()


@dataclass(frozen=True)
class Ordinary:
    """What the ordinary way gives on a file."""

    responses: Responses
    states: pd.DataFrame
    log: pd.DataFrame
    refused: pd.DataFrame
    levers: dict[int, LeverAnswers]
    settings: SurveySettings

    def measures(self, units):
        """The measures of some respondents, without those of one alone."""
        rows = []
        for lever in STUDY.levers:
            tables = self.levers[lever.lever]
            mine = LeverAnswers(**{name: table.loc[units] for name, table in tables.items()})
            people = pd.Series(float("nan"), index=units)
            rows += lever_indicators(lever, mine, people, DAY, self.settings.multiple_base)
        return to_table([row for row in rows if not row.territory], "w")


def ordinary(files, settings) -> Ordinary:
    responses, _ = read_survey(files, STUDY, settings, NOUNS, None)
    units = [str(unit) for unit in responses.respondents["territory"]]
    none = pd.DataFrame(columns=["evidence", "territory", "lever", "question", "code", "answer", "as_of", "as_of_precision",
                                 "valid_until", "confidence"], dtype="str").astype({"lever": "int64"})  # fmt: skip
    survey = survey_states(responses, DAY)
    states = routed(with_survey(documented(none, STUDY, units, DAY), survey), STUDY)
    high = resolve(none, STUDY, units, DAY, survey=survey)
    levers = {lever.lever: build(states, high, lever) for lever in STUDY.levers} if units else {}
    log = cleaning_log(responses, responses, states, STUDY)
    return Ordinary(responses, states, log, refused(responses, STUDY, "fr"), levers, settings)


@pytest.fixture(scope="session")
def bulk_tools():
    from types import SimpleNamespace

    return SimpleNamespace(ordinary=ordinary, study=STUDY, heading=HEADING, nouns=NOUNS, open_study=open_study, day=DAY)
