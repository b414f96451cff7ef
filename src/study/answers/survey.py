"""A wave's own answers beside desk evidence: as states, where the two disagree, and what cleaning did to the cells.

Promise: each answer names the cell it was read from, as `file#row=3,column=AF` (`file#sheet=…,row=…,column=…` in a
workbook): the file from the study's root, row and column as a spreadsheet calls them (`AF:AK` for the boxes of one
choice); `%`, `#`, `;` and `,` within a name are written as in a web address. Every cell whose reading differs from its
text is in the log, and every one that could not be read among the refused, unless a correction settles it. Left out:
reading the exports (`study.survey`), and which state follows (`study.answers.states`).
"""

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum

import pandas as pd

from study.answers.corrections import Corrections
from study.answers.states import STATE_COLUMNS, Status
from study.cells.held import HELD, UNREAD, WITHHELD
from study.cells.personal import MARKERS
from study.cells.refusals import Refusal, remedy_text, what_text
from study.codebook.model import QuestionType, Study
from study.codebook.names import key_of
from study.codebook.ticks import read_ticks
from study.survey.responses import Responses

KEYS = ["territory", "lever", "question"]
DISAGREEMENT_COLUMNS = [*KEYS, "survey", "documented_status", "documented", "documented_as_of", "origin", "evidence"]
LOG_COLUMNS = ["file", "sheet", "row", "column", "question", "before", "after", "rule"]
REFUSED_COLUMNS = ["file", "sheet", "row", "column", "territory", "lever", "question", "raw", "reason", "remedy"]
LOG_LINES = 100_000
"""Lines of the cleaning log beyond which it says how many cells each change concerns, and no longer which ones."""

_ESCAPES = {"%": "%25", "#": "%23", ";": "%3B", ",": "%2C"}


class Change(StrEnum):
    """Why a cell reads otherwise than it was written."""

    TERRITORY = "name of a territory"
    CODE = "read as a code"
    NUMBER = "number written plainly"
    DATE = "date written plainly"
    DOES_NOT_KNOW = "does not know"
    NOT_ASKED = "not asked"
    REFUSED = "refused"
    CORRECTED = "corrected"
    MASKED = "personal data masked"
    HELD = "held back until read"


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


def corrected(responses: Responses, corrections: Corrections) -> Responses:
    """Return the survey with the answers that `corrections.csv` settles, each written for exactly the text of its cell.

    Of a text that is held back, that is the whole of it, which the line then gives away; where single rows are held
    (`survey.released.hold`), it may be the mark that stands in its place.
    Lines that fit no cell stay unused, and are told as expired with those of the evidence.
    """
    answers = responses.answers
    placed = answers.reset_index().groupby(["territory", "question"])["index"]
    rows = {key: list(index) for key, index in placed} if corrections.cases else {}
    changes: dict[int, tuple[str, str]] = {}
    for territory, question in corrections.cases:
        for row in rows.get((territory, question), []):
            shown, whole = str(answers.at[row, "raw"]), str(answers.at[row, "unshown"])
            for text in [whole, shown] if whole and shown == WITHHELD else [whole or shown]:
                answer = corrections.settle(territory, question, text, shown)
                if answer is not None:
                    changes[row] = (answer, text)
    if not changes:
        return responses
    answers = answers.copy()
    settled = list(changes)
    for column, values in zip(("answer", "raw"), zip(*changes.values(), strict=True), strict=True):
        answers.loc[settled, column] = pd.array(list(values), dtype="str")
    answers.loc[settled, ["status", "reason", "unshown"]] = [Status.ANSWERED.value, "", ""]
    return replace(responses, answers=answers)


def survey_states(responses: Responses, reference_date: date) -> pd.DataFrame | None:
    """Return a wave's answers as states (columns `STATE_COLUMNS`), all of them of its `reference_date`.

    `evidence` holds the place of the cell. None when the wave has no survey.
    """
    cells = responses.answers
    if cells.empty:
        return None
    return cells.assign(evidence=_origins(cells), as_of=reference_date.isoformat())[STATE_COLUMNS]


def refused(responses: Responses, study: Study, lang: str) -> pd.DataFrame:
    """Return the answers that could not be read, each with the reason and the remedy (columns `REFUSED_COLUMNS`)."""
    return refused_cells(responses.refused.reset_index(drop=True), study, lang)


def refused_cells(cells: pd.DataFrame, study: Study, lang: str) -> pd.DataFrame:
    """Return refused cells with the reason and the remedy in words; `cells` has the others of `REFUSED_COLUMNS`.

    Its `reason` is a `Refusal`.
    """
    asked = {key_of(item): item for item in study.questions}
    kinds = cells[["lever", "question", "reason"]].drop_duplicates()
    said = [
        (what_text(Refusal(reason), asked[lever, name], study, lang),
         remedy_text(Refusal(reason), asked[lever, name], study, lang))
        for lever, name, reason in kinds.itertuples(index=False, name=None)
    ]  # fmt: skip
    kinds[["what", "remedy"]] = pd.DataFrame(said, index=kinds.index, columns=["what", "remedy"], dtype="str")
    made = cells.merge(kinds, how="left", on=["lever", "question", "reason"])
    return made.assign(reason=made["what"])[REFUSED_COLUMNS]


def _same_ticks(own: str, documented: str) -> bool:
    """Tell whether two answers to a multiple choice tick the same boxes, of those that the form offered."""
    mine, desk = read_ticks(own), read_ticks(documented)
    return set(mine.ticked) == set(desk.ticked) - set(mine.not_offered)


def disagreements(
    documented: pd.DataFrame, states: pd.DataFrame, survey: pd.DataFrame | None, study: Study
) -> pd.DataFrame:
    """Return the answers given that differ from what is documented, or settle what it disputes.

    `documented`, `states` and `survey` are tables of `study.answers.states` and `survey_states`; columns
    `DISAGREEMENT_COLUMNS` (str; lever int). Free texts are never compared, nor questions that were not asked.
    """
    texts = [(item.lever, item.question) for item in study.questions if item.type is QuestionType.TEXT]
    numbers = [(item.lever, item.question) for item in study.questions if item.type is QuestionType.NUMBER]
    multiples = [(item.lever, item.question) for item in study.questions if item.type is QuestionType.MULTIPLE]
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
    boxes = pairs.isin(multiples) & (both["documented_status"] == Status.ANSWERED)
    ticks = zip(both["answer"].where(boxes, ""), both["documented"].where(boxes, ""), strict=True)
    same |= boxes & pd.Series([_same_ticks(*pair) for pair in ticks], index=both.index, dtype="bool")
    both = both[~same & ~pairs.isin(texts)]
    both = both.rename(columns={"answer": "survey", "evidence": "origin", "desk": "evidence"})
    return both[DISAGREEMENT_COLUMNS].reset_index(drop=True)


_READ_AS = {QuestionType.NUMBER: Change.NUMBER, QuestionType.DATE: Change.DATE}


def _rules(cells: pd.DataFrame, study: Study) -> "pd.Series[str]":
    """Return why each cell of the answers reads as it does; empty where it reads as it is written."""
    read_as = {key_of(item): str(_READ_AS.get(item.type, Change.CODE)) for item in study.questions}
    asked = cells[["lever", "question"]].drop_duplicates()
    asked["rule"] = pd.Series(
        [read_as[pair] for pair in asked.itertuples(index=False, name=None)], index=asked.index, dtype="str"
    )
    rule = cells[["lever", "question"]].merge(asked, how="left", on=["lever", "question"])["rule"]
    rule = rule.mask((cells["answer"] == "").to_numpy(), Change.DOES_NOT_KNOW)
    rule = rule.mask((cells["reason"] != "").to_numpy(), Change.REFUSED)
    rule = rule.mask(cells["corrected"].to_numpy(), Change.CORRECTED)
    rule = rule.mask((cells["masked"] & (cells["raw"] == cells["answer"])).to_numpy(), Change.MASKED)
    rule = rule.mask(
        (cells["raw"].isin([UNREAD, WITHHELD]) & (cells["raw"] == cells["answer"])).to_numpy(), Change.HELD
    )
    return rule.mask(cells["routed"].to_numpy(), Change.NOT_ASKED)


def cleaning_log(received: Responses, settled: Responses, states: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the cells that read otherwise than they were written (columns `LOG_COLUMNS`; row int).

    `received` is the survey as read, `settled` as `corrected`. An answer to a question that routing, in `states`, does
    not put to its territory is there with nothing after it; a masked one with the text that stands in its place. Past
    `LOG_LINES` lines, `row` is replaced by `cells`, the number of cells that one line speaks of.
    """
    named = received.respondents
    named = named[named["raw"] != named["territory"]].assign(question="", rule=str(Change.TERRITORY))
    named = named[named["raw"] != ""].rename(columns={"raw": "before", "territory": "after"})
    answers = settled.answers
    status = answers[KEYS].merge(states[[*KEYS, "status"]], how="left", on=KEYS)["status"]
    cells = answers.assign(
        routed=(status == Status.NOT_ASKED).to_numpy() & (answers["answer"] != "").to_numpy(),
        corrected=(answers["answer"] != received.answers["answer"]).to_numpy(),
    )
    cells = changed_cells(cells, study)
    log = pd.concat([named[LOG_COLUMNS], cells[LOG_COLUMNS]], ignore_index=True)
    log = log.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    return log if len(log) <= LOG_LINES else log_by_kind(log.assign(cells=1))


def was_masked(raw: "pd.Series[str]") -> "pd.Series[bool]":
    """Tell which texts had personal data in them, or are held back."""
    # They begin with a sign that few texts hold, and that is looked for many times faster.
    starts = {marker[0] for marker in (*MARKERS, *HELD)}
    if not any(raw.str.contains(start, regex=False).any() for start in starts):
        return pd.Series(False, index=raw.index)
    return raw.str.contains("|".join(re.escape(marker) for marker in (*MARKERS, *HELD))).astype(bool)


def changed_cells(cells: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the cells that read otherwise than they were written, with `before`, `after` and `rule`.

    `cells` has lever, question, raw, answer and reason (str), and whether routing leaves it out and a correction
    settled it: `routed`, `corrected` (bool); other columns stay as they are.
    """
    cells = cells.assign(masked=was_masked(cells["raw"]))
    changed = (cells["raw"] != cells["answer"]) | cells["routed"] | cells["masked"]
    cells = cells[changed].reset_index(drop=True)
    cells = cells.assign(rule=_rules(cells, study), answer=cells["answer"].mask(cells["routed"], ""))
    return cells.rename(columns={"raw": "before", "answer": "after"})


def log_by_kind(log: pd.DataFrame) -> pd.DataFrame:
    """Return a log in which each line says how many `cells` it speaks of; `log` has that column (int64)."""
    alike = [column for column in LOG_COLUMNS if column != "row"]
    return log.groupby(alike, sort=True)["cells"].sum().reset_index()[["file", "sheet", "cells", *alike[2:]]]
