"""A wave's own answers beside desk evidence: as states, where the two disagree, and what cleaning did to the cells.

Promise: each answer names the cell it was read from, as `file#row=3,column=scheme` (`file#sheet=…,row=…,column=…` in a
workbook): the file from the study's root, the row as a spreadsheet numbers it, the column by its heading; `%`, `#`, `;`
and `,` within a name are written as in a web address. Every cell whose reading differs from its text is in the log.
Left out: reading the exports (`study.intake.responses`), and which state follows (`study.answers.states`).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pandas as pd

from study.answers.states import STATE_COLUMNS, Status
from study.codebook.model import QuestionType, Study
from study.intake.responses import Responses

KEYS = ["territory", "lever", "question"]
DISAGREEMENT_COLUMNS = [*KEYS, "survey", "documented_status", "documented", "documented_as_of", "origin", "evidence"]
LOG_COLUMNS = ["file", "sheet", "row", "column", "question", "before", "after", "rule"]
LOG_LINES = 100_000
"""Lines of the cleaning log beyond which it says how many cells each change concerns, and no longer which ones."""

_ESCAPES = {"%": "%25", "#": "%23", ";": "%3B", ",": "%2C"}


class Change(StrEnum):
    """Why a cell reads otherwise than it was written."""

    TERRITORY = "name of a territory"
    CODE = "read as a code"
    NUMBER = "number written plainly"
    DOES_NOT_KNOW = "does not know"
    NOT_ASKED = "not asked"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _origins(cells: pd.DataFrame) -> "pd.Series[str]":
    """Return the place of each cell; empty where no cell was read."""
    place = ["file", "sheet", "column"]
    columns = cells[place].drop_duplicates()
    texts = [
        ("", "")
        if not file
        else (
            f"{_escaped(file)}#" + (f"sheet={_escaped(sheet)}," if sheet else "") + "row=",
            f",column={_escaped(column)}",
        )
        for file, sheet, column in columns.itertuples(index=False, name=None)
    ]
    columns[["before", "after"]] = pd.DataFrame(texts, index=columns.index, dtype="str")
    around = cells[place].merge(columns, how="left", on=place).set_index(cells.index)
    row = cells["row"].astype("str").where(cells["file"] != "", "")
    return around["before"] + row + around["after"]


def survey_states(responses: Responses, reference_date: date) -> pd.DataFrame | None:
    """Return a wave's answers as states (columns `STATE_COLUMNS`), all of them of its `reference_date`.

    `evidence` holds the place of the cell. None when the wave has no survey.
    """
    cells = responses.answers
    if cells.empty:
        return None
    return cells.assign(evidence=_origins(cells), as_of=reference_date.isoformat())[STATE_COLUMNS]


def disagreements(
    documented: pd.DataFrame, states: pd.DataFrame, survey: pd.DataFrame | None, study: Study
) -> pd.DataFrame:
    """Return the answers given that differ from what is documented, or settle what it disputes.

    `documented`, `states` and `survey` are tables of `study.answers.states` and `survey_states`; columns
    `DISAGREEMENT_COLUMNS` (str; lever int). Free texts are never compared, nor questions that were not asked.
    """
    texts = [(item.lever, item.question) for item in study.questions if item.type is QuestionType.TEXT]
    numbers = [(item.lever, item.question) for item in study.questions if item.type is QuestionType.NUMBER]
    made = pd.DataFrame({column: pd.Series([], dtype="str") for column in DISAGREEMENT_COLUMNS})
    if survey is None:
        return made.astype({"lever": "int64"})
    own = survey[survey["status"] == Status.ANSWERED]
    disputed = documented["status"].isin([Status.ANSWERED, Status.CONFLICT])
    desk = documented.loc[disputed, [*KEYS, "status", "answer", "evidence", "as_of"]]
    desk.columns = pd.Index([*KEYS, "documented_status", "documented", "desk", "documented_as_of"])
    both = states.loc[states["status"] != Status.NOT_ASKED, KEYS].merge(own, on=KEYS).merge(desk, on=KEYS)
    pairs = pd.MultiIndex.from_frame(both[["lever", "question"]])
    same = both["answer"] == both["documented"]
    amount = pairs.isin(numbers) & (both["documented_status"] == Status.ANSWERED)
    same |= amount & (pd.to_numeric(both["answer"].where(amount)) == pd.to_numeric(both["documented"].where(amount)))
    both = both[~same & ~pairs.isin(texts)]
    both = both.rename(columns={"answer": "survey", "evidence": "origin", "desk": "evidence"})
    return both[DISAGREEMENT_COLUMNS].reset_index(drop=True)


def _rules(cells: pd.DataFrame, study: Study) -> "pd.Series[str]":
    """Return why each cell of the answers reads as it does; empty where it reads as it is written."""
    rules: Mapping[tuple[int, str], str] = {
        (item.lever, item.question): Change.NUMBER if item.type is QuestionType.NUMBER else Change.CODE
        for item in study.questions
    }
    asked = cells[["lever", "question"]].drop_duplicates()
    asked["rule"] = pd.Series(
        [str(rules[pair]) for pair in asked.itertuples(index=False, name=None)], index=asked.index
    )
    rule = cells[["lever", "question"]].merge(asked, how="left", on=["lever", "question"])["rule"]
    rule = rule.mask((cells["answer"] == "").to_numpy(), Change.DOES_NOT_KNOW)
    return rule.mask(cells["routed"].to_numpy(), Change.NOT_ASKED)


def cleaning_log(responses: Responses, states: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the cells that read otherwise than they were written (columns `LOG_COLUMNS`; row int).

    An answer to a question that routing, in `states`, does not put to its territory is there with nothing after it.
    Past `LOG_LINES` lines, `row` is replaced by `cells`, the number of cells that one line speaks of.
    """
    named = responses.respondents
    named = named[named["raw"] != named["territory"]].assign(question="", rule=str(Change.TERRITORY))
    named = named.rename(columns={"raw": "before", "territory": "after"})
    answers = responses.answers
    status = answers[KEYS].merge(states[[*KEYS, "status"]], how="left", on=KEYS)["status"]
    cells = answers.assign(routed=(status == Status.NOT_ASKED).to_numpy() & (answers["answer"] != ""))
    cells = cells[(cells["raw"] != cells["answer"]) | cells["routed"]].reset_index(drop=True)
    cells = cells.assign(rule=_rules(cells, study), answer=cells["answer"].mask(cells["routed"], ""))
    cells = cells.rename(columns={"raw": "before", "answer": "after"})
    log = pd.concat([named[LOG_COLUMNS], cells[LOG_COLUMNS]], ignore_index=True)
    log = log.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    if len(log) <= LOG_LINES:
        return log
    alike = [column for column in LOG_COLUMNS if column != "row"]
    return log.groupby(alike, sort=True).size().rename("cells").reset_index()[["file", "sheet", "cells", *alike[2:]]]
