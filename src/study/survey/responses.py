"""What respondents answered to a wave's survey, from the exports in its folder `responses`.

Promise: one row per unit of the frame and question that some export asks, whether answered or not; each answer keeps
the file, sheet, row, column and text that it was read from. Every response of every export is listed with its fate,
every cell that could not be read with its reason. In an open survey the units are the responses themselves (`r0001`).
Left out: desk evidence, routing and corrections (`study.answers`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from study.base.errors import Place, Problem, Severity
from study.base.layout import StudyPaths
from study.base.reading import InputLink, is_linked
from study.cells.persons import vocabulary
from study.codebook.model import Question, Study
from study.codebook.names import key_of
from study.exports.folder import response_files, stray_files
from study.exports.settings import Flavour, SurveySettings
from study.layouts.columns import Use
from study.layouts.layout import Layout
from study.survey import response_problems as found
from study.survey.answers import CELLS, COMPANIONS, cells_of
from study.survey.matching import How, respondents
from study.survey.roster import Roster
from study.survey.rows import Fate, settle_several
from study.survey.tables import Table, read_tables
from study.survey.texts import TEXTS, held_problems, own_texts

NO_RESPONSE = "no_response"
RESPONSES = {"territory": "str", **CELLS}
"""Columns and dtypes of the answers; `row` is 0, and the place empty, where a territory did not respond."""
RESPONDENTS = {"territory": "str", "file": "str", "sheet": "str", "row": "int64", "column": "str", "raw": "str"}
"""Columns and dtypes of the territories that responded, with the cell that names each."""
RECEIVED = {**RESPONDENTS, "response": "str", "complete": "bool", "fate": "str", "how": "str"}
"""Columns and dtypes of every response of every export; `fate` is a `study.survey.rows.Fate`, `how` a `How`."""


@dataclass(frozen=True, slots=True)
class Export:
    """How one table was read: its layout, how many rows, and how many columns answer questions."""

    file: str
    sheet: str
    layout: Layout
    rows: int
    columns: int
    answering: int


@dataclass(frozen=True, slots=True)
class Responses:
    """The survey of a wave.

    `answers` (columns `RESPONSES`), `respondents` (`RESPONDENTS`, of the responses that count), `received`
    (`RECEIVED`), `companions` (`COMPANIONS` and the territory), `exports`, `texts` (`study.survey.texts.TEXTS`: what
    all respondents wrote in their own words, in responses that do not count too: a setting may make them count).
    Answers stand by question, in the study's order, then by unit, in the frame's; all are empty without a survey.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame
    received: pd.DataFrame
    companions: pd.DataFrame
    exports: tuple[Export, ...] = field(default=())
    texts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(TEXTS), dtype="str"))

    @property
    def refused(self) -> pd.DataFrame:
        """Return the answers that could not be read (columns `RESPONSES`)."""
        return self.answers[self.answers["reason"] != ""]

    def unasked(self, study: Study) -> tuple[Question, ...]:
        """Return the questions that no export asks, when there is a survey: desk evidence alone speaks of them."""
        if self.answers.empty:
            return ()
        asked = set(self.answers[["lever", "question"]].drop_duplicates().itertuples(index=False, name=None))
        return tuple(item for item in study.questions if key_of(item) not in asked)


def _table(parts: Iterable[pd.DataFrame], dtypes: Mapping[str, str]) -> pd.DataFrame:
    held = [part for part in parts if not part.empty]
    if not held:
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in dtypes.items()})
    return pd.concat(held, ignore_index=True)[list(dtypes)].astype(dict(dtypes))


def no_responses() -> Responses:
    """Return what a wave without a survey holds."""
    answers, respondents, received = (_table([], dtypes) for dtypes in (RESPONSES, RESPONDENTS, RECEIVED))
    return Responses(answers, respondents, received, _table([], {"territory": "str", **COMPANIONS}))


def _received(
    table: Table, roster: Roster | None, settings: SurveySettings, known: frozenset[str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the responses of one table with whose they are; the index is the grid's."""
    grid, position = table.grid, table.position(Use.RESPONDENT)
    rows = table.rows.assign(file=grid.file, sheet=grid.sheet, column="", raw="", territory="", how="")
    rows = rows.assign(
        asked=pd.Series([table.asked | {(grid.file, grid.sheet)}] * len(rows), index=rows.index, dtype="object")
    )
    if roster is None:
        return rows, []
    short = table.layout.flavour is Flavour.LIMESURVEY
    emails = table.position(Use.EMAIL)
    who, problems = respondents(
        grid, rows, position, emails, roster, settings, short=short,
        without=lambda cells: table.unnamed(cells, known)[0], known=known,
    )  # fmt: skip
    place = grid.place(None, position)
    outside = rows["counts"] & who.how.isin([str(How.OUTSIDE)])
    unsettled = rows["counts"] & who.how.isin([str(How.NEAR), str(How.NOBODY), str(How.OTHER_VINTAGE)])
    fate = rows["fate"].mask(outside, str(Fate.OUTSIDE)).mask(unsettled, str(Fate.UNSETTLED))
    rows = rows.assign(territory=who.territory, how=who.how, raw=who.raw, column=place.column or "", fate=fate)
    return rows, problems


def _told(rows: pd.DataFrame, place: "pd.Series[str] | None" = None) -> list[Problem]:
    """Return what should be known about the responses that do not count."""
    problems: list[Problem] = []
    winners = rows[rows["fate"] == Fate.COUNTED].drop_duplicates("territory").set_index("territory")
    for line in rows[rows["fate"] == Fate.REPLACED].to_dict("records"):
        winner = winners.loc[line["territory"]]
        details = {"row": int(winner["row"]), "file": winner["file"]}
        problems.append(found.Replaced(_place(line), line["raw"] or line["territory"], details))
    for line in rows[rows["fate"] == Fate.INCOMPLETE].to_dict("records"):
        details = {"number": f"#{line['response']}"}
        problems.append(found.IncompleteLeftOut(_place(line), line["raw"] or line["territory"] or "—", details))
    return problems


def _place(line: Mapping[Any, Any]) -> Place:
    return Place(
        str(line["file"]),
        sheet=str(line["sheet"]) or None,
        row=int(str(line["row"])),
        column=str(line["column"]) or None,
    )


def _oddities(table: Table) -> list[Problem]:
    rows = table.rows
    problems: list[Problem] = []
    if table.asked and (rows.empty or rows["blank"].all()):
        problems.append(found.NoResponses(table.grid.place()))
    hand = int(((rows["last_page"] == "0") & rows["complete"] & (rows["submitted"] != "")).sum())
    if table.layout.flavour is Flavour.LIMESURVEY and hand:
        problems.append(found.LastPageZero(table.grid.place(), None, {"count": hand}))
    return problems


def _whole(parts: Sequence[pd.DataFrame], units: pd.Index, question: Question) -> pd.DataFrame:
    """Return the answers to one question, a row per unit: `no_response` for those without one."""
    given = pd.concat(parts, ignore_index=True).set_index("territory").reindex(units)
    status = given["status"].fillna(NO_RESPONSE)
    whole = given.fillna({"row": 0, "lever": 0}).fillna("").assign(status=status).reset_index()
    return whole.assign(lever=question.lever, question=question.question)


def read_survey(
    files: Sequence[tuple[Path, str]],
    study: Study,
    settings: SurveySettings,
    nouns: Sequence[str],
    roster: Roster | None,
) -> tuple[Responses, list[Problem]]:
    """Read some exports as the survey of one wave, with every problem, warning and note about them.

    `files` are paths and what places call them; `roster` is None in an open survey. Even with errors, what could be
    read is returned, so that a check can show it.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    for path, shown in files:
        read, faults = read_tables(path, shown, study, settings, nouns)
        tables += read
        problems += faults
    known = vocabulary(study, roster.names if roster else ())
    problems += [found.PersonalName(table.grid.place()) for table in tables if table.names_somebody(known)]
    received: list[pd.DataFrame] = []
    for i, table in enumerate(tables):
        rows, faults = _received(table, roster, settings, known)
        problems += [*_oddities(table), *faults]
        received.append(rows.assign(table=i, index=rows.index))
    if not received:
        return no_responses(), problems
    everyone = pd.concat(received, ignore_index=True)
    if roster is None:
        everyone["territory"] = _numbered(everyone)
    everyone["fate"] = settle_several(everyone)
    problems += _told(everyone)
    counted = everyone[everyone["fate"] == Fate.COUNTED]
    problems += _nobody(everyone, counted, tables, roster)
    units = pd.Index(roster.keys if roster else list(counted["territory"]), name="territory")
    answers, companions, faults = _answers(tables, counted, study, settings, known)
    whole = [_whole(answers[key_of(item)], units, item) for item in study.questions if key_of(item) in answers]
    exports = tuple(
        Export(table.grid.file, table.grid.sheet, table.layout, len(table.rows), len(table.layout.headings),
               sum(column.question is not None for column in table.columns))
        for table in tables
    )  # fmt: skip
    others, more, _ = _answers(tables, everyone[everyone["fate"] != Fate.COUNTED], study, settings, known)
    written = [part for parts in (*answers.values(), *others.values()) for part in parts]
    beside = {"territory": "str", **COMPANIONS}
    texts = own_texts(_table(written, RESPONSES), _table([*companions, *more], beside), study)
    responses = Responses(
        _table(whole, RESPONSES),
        _table([counted.drop_duplicates("territory")], RESPONDENTS),
        _table([everyone], RECEIVED),
        _table(companions, beside),
        exports,
        texts,
    )
    return responses, [*problems, *faults, *held_problems(texts, tables)]


def _numbered(everyone: pd.DataFrame) -> "pd.Series[str]":
    """Return names for the responses of an open survey that may count, in the order in which they stand."""
    may = everyone["fate"] == Fate.COUNTED
    width = max(4, len(str(int(may.sum()))))
    return ("r" + may.cumsum().astype("str").str.zfill(width)).where(may, "").astype("str")


def _nobody(
    everyone: pd.DataFrame, counted: pd.DataFrame, tables: Sequence[Table], roster: Roster | None
) -> list[Problem]:
    """Return that nobody of the exports' respondents is in the frame, when so and nobody is nearly."""
    unsettled = everyone["fate"].eq(Fate.UNSETTLED).any()
    if roster is None or not counted.empty or unsettled or not everyone["counts"].any():
        return []
    table = tables[int(everyone["table"].iloc[0])]
    place = table.grid.place(None, table.position(Use.RESPONDENT))
    return [found.NobodyMatched(place, None, {"count": int(everyone["counts"].sum())})]


def _answers(
    tables: Sequence[Table], counted: pd.DataFrame, study: Study, settings: SurveySettings, known: frozenset[str]
) -> tuple[dict[tuple[int, str], list[pd.DataFrame]], list[pd.DataFrame], list[Problem]]:
    answers: dict[tuple[int, str], list[pd.DataFrame]] = {}
    companions: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for i, table in enumerate(tables):
        mine = counted[counted["table"] == i].set_index("index")["territory"]
        if mine.empty:
            continue
        parts, beside, faults = cells_of(table, mine.index, study, settings, known)
        problems += faults
        for part in parts:
            key = (int(part["lever"].iloc[0]), str(part["question"].iloc[0])) if len(part) else None
            if key is not None:
                answers.setdefault(key, []).append(part.assign(territory=mine))
        companions += [part.assign(territory=mine.loc[part.index]) for part in beside]
    return answers, companions, problems


def load_responses(
    paths: StudyPaths,
    wave: str,
    study: Study,
    settings: SurveySettings,
    roster: Roster | None,
    files: Sequence[Path] | None = None,
) -> tuple[Responses, list[Problem]]:
    """Load the survey of one wave (of `files` instead, if given), with every problem, warning and note about it."""
    folder = paths.responses(wave)
    stray: list[Problem] = []
    if files is None:
        there = response_files(folder)
        stray += [InputLink(Place(paths.relative(path))) for path in there if is_linked(path, paths)]
        files = [path for path in there if not is_linked(path, paths)]
        stray += [found.FolderOfResponses(Place(paths.relative(path))) for path in stray_files(folder)]
    if not files:
        return no_responses(), stray
    nouns = [text for noun in (study.territory.one, study.territory.many) for text in noun.root.values()]
    named = [(path, paths.relative(path)) for path in files]
    responses, problems = read_survey(named, study, settings, nouns, roster)
    return responses, [*stray, *problems]


def must_be_settled(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without which nothing is computed."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
