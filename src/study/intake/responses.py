"""What territories answered to a wave's survey, from the exports in its folder `responses`.

Promise: one row per territory and question that some export asks, whether answered or not; each answer keeps the file,
row, column and text that it was read from. A territory may be named as in the frame; a column by its question, or by
its lever and question (`lever_1.actions`) where several levers share the name. What cannot be placed or read is a
problem, all of them together. Formats other than CSV need only become a `Sheet`. Left out: routing, and what desk
evidence says (`study.answers`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.nearest import nearest, plain
from study.codebook.model import Question, Study
from study.intake import problems as found
from study.intake import response_problems as refused
from study.intake.checksums import is_junk
from study.intake.decoding import decode
from study.intake.frame import names_of
from study.intake.sheets import Sheet, read_csv
from study.intake.tables import cell_problems
from study.intake.wave import Wave

TERRITORY = "territory"
ANSWERED, NO_ANSWER, NO_RESPONSE = "answered", "no_answer", "no_response"
_ORDER = ("territory", "lever", "question", "status", "answer", "file", "sheet", "row", "column", "raw")
RESPONSES = {name: "int64" if name in ("lever", "row") else "str" for name in _ORDER}
"""Columns and dtypes of the answers; `row` is 0, and the place empty, where a territory did not respond."""
RESPONDENTS = {"territory": "str", "file": "str", "sheet": "str", "row": "int64", "column": "str", "raw": "str"}
"""Columns and dtypes of the territories that responded, with the cell that names each."""


@dataclass(frozen=True, slots=True)
class Responses:
    """The survey of a wave: `answers` (columns `RESPONSES`) and `respondents` (columns `RESPONDENTS`).

    Answers stand by question, in the study's order, then by territory, in the frame's; both are empty without a survey.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame

    def unasked(self, study: Study) -> tuple[Question, ...]:
        """Return the questions that no export asks, when there is a survey: desk evidence alone speaks of them."""
        if self.answers.empty:
            return ()
        asked = set(self.answers[["lever", "question"]].drop_duplicates().itertuples(index=False, name=None))
        return tuple(item for item in study.questions if (item.lever, item.question) not in asked)


def _table(parts: Sequence[pd.DataFrame], dtypes: Mapping[str, str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in dtypes.items()})
    return pd.concat(parts, ignore_index=True)[list(dtypes)].astype(dict(dtypes))


def no_responses() -> Responses:
    """Return what a wave without a survey holds."""
    return Responses(_table([], RESPONSES), _table([], RESPONDENTS))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What headings and territory cells may say, for one wave."""

    study: Study
    wave: Wave
    territories: Mapping[str, str]
    """Every name of every territory of every vintage, in `plain` form, and whose it is."""
    frame: Sequence[str]
    questions: Mapping[str, tuple[Question, ...]]

    @property
    def headings(self) -> list[str]:
        return [TERRITORY, *self.questions, *self.wave.ignored_columns]


def _questions(study: Study) -> dict[str, tuple[Question, ...]]:
    """Return the questions by each heading that may stand for them."""
    named: dict[str, tuple[Question, ...]] = {}
    for question in study.questions:
        named[question.question] = (*named.get(question.question, ()), question)
        named[f"lever_{question.lever}.{question.question}"] = (question,)
    return named


def _columns(sheet: Sheet, asked: _Asked) -> tuple[dict[int, Question], list[Problem]]:
    """Return which question each column answers, by position, and what is wrong in the heading."""
    columns: dict[int, Question] = {}
    problems: list[Problem] = []
    if TERRITORY not in sheet.heading:
        details = {"columns": [TERRITORY, "…"]}
        problems.append(found.MissingColumn(Place(sheet.file, row=1, column=TERRITORY), TERRITORY, details))
    seen: set[object] = set()
    for i, name in enumerate(sheet.heading):
        place = Place(sheet.file, row=1, column=name or None)
        if name in asked.wave.ignored_columns or (not name and (sheet.column(i) == "").all()):
            continue
        questions = asked.questions.get(name, ())
        if len(questions) > 1:
            known = [f"lever_{question.lever}.{name}" for question in questions]
            problems.append(refused.SharedQuestionColumn(place, name, {"known": known}))
        elif not questions and name != TERRITORY:
            near = nearest(name, [item for item in asked.headings if item not in sheet.heading])
            problems.append(refused.NoQuestionColumn(place, name, {"nearest": near}))
        else:
            key = (questions[0].lever, questions[0].question) if questions else name
            if key in seen:
                problems.append(found.DuplicateColumn(place, name))
            elif questions:
                columns[i] = questions[0]
            seen.add(key)
    return columns, problems


def _respondents(sheet: Sheet, asked: _Asked) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the territory of each row (empty where it cannot be told), and the problems of that column."""
    raw = sheet.column(sheet.heading.index(TERRITORY))
    keys = {text: asked.territories.get(plain(text), "") if text else "" for text in raw.unique()}
    territory = raw.map(keys).astype("str")
    rows = pd.DataFrame({"territory": territory, "file": sheet.file, "sheet": sheet.name, "row": sheet.rows})
    rows = rows.assign(column=TERRITORY, raw=raw)
    cells = rows[["row", "raw"]].rename(columns={"raw": TERRITORY})
    problems = cell_problems(cells, raw == "", TERRITORY, found.EmptyCell, sheet.file)
    unknown = (raw != "") & (territory == "")
    names = asked.territories if unknown.any() else ()
    problems += cell_problems(cells, unknown, TERRITORY, found.UnknownTerritory, sheet.file, near=names)
    elsewhere = (territory != "") & ~territory.isin(asked.frame)
    details = {"vintage": str(asked.wave.frame_vintage)}
    problems += cell_problems(cells, elsewhere, TERRITORY, refused.NotInVintage, sheet.file, details)
    return rows, problems


def _answers(
    sheet: Sheet, columns: Mapping[int, Question], territory: "pd.Series[str]", study: Study
) -> tuple[dict[tuple[int, str], pd.DataFrame], list[Problem]]:
    """Return the answers of each column of a sheet, by its question, and the cells that cannot be read."""
    parts: dict[tuple[int, str], pd.DataFrame] = {}
    problems: list[Problem] = []
    for i, question in columns.items():
        raw, heading = sheet.column(i), sheet.heading[i]
        read = decode(raw, question, study)
        cells = pd.DataFrame({"row": sheet.rows, heading: raw})
        details: dict[str, object] = {"question": question.question}
        wrong: type[Problem] = found.AnswerNotNumber
        if read.allowed:
            wrong, details["allowed"] = found.AnswerNotAllowed, list(read.allowed)
        problems += cell_problems(cells, read.refused, heading, wrong, sheet.file, details, read.allowed)
        problems += cell_problems(cells, read.ambiguous, heading, refused.AmbiguousNumber, sheet.file, details)
        status = pd.Series(NO_ANSWER, index=raw.index, dtype="str").mask(read.answer != "", ANSWERED)
        part = pd.DataFrame({"territory": territory, "status": status, "answer": read.answer, "raw": raw})
        part = part.assign(file=sheet.file, sheet=sheet.name, row=sheet.rows, column=heading)
        parts[question.lever, question.question] = part
    return parts, problems


def _twice(respondents: pd.DataFrame) -> Iterator[Problem]:
    """Yield each row of a territory that has already answered the same questions (`asked`, of the row's file)."""
    again = respondents[respondents.duplicated("territory", keep=False) & (respondents["territory"] != "")]
    for _, rows in again.groupby("territory", sort=False):
        lines = rows[["file", "row", "column", "raw", "asked"]].to_dict("records")
        for i, line in enumerate(lines):
            first = next((other for other in lines[:i] if other["asked"] & line["asked"]), None)
            if first is not None:
                details = {"first_row": first["row"], "first_file": first["file"]}
                place = Place(line["file"], row=int(line["row"]), column=line["column"])
                yield refused.AnsweredTwice(place, line["raw"], details)


def _whole(parts: Sequence[pd.DataFrame], frame: pd.Index) -> pd.DataFrame:
    """Return the answers to one question, a row per territory of the frame: `no_response` for those without one."""
    given = pd.concat(parts, ignore_index=True).set_index("territory").reindex(frame)
    status = given["status"].fillna(NO_RESPONSE)
    return given.fillna({"row": 0}).fillna("").assign(status=status).reset_index()


def _sheets(paths: StudyPaths, wave: str, asked: _Asked) -> Iterator[tuple[Sheet | None, list[Problem]]]:
    folder = paths.responses(wave)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if is_junk(name) or path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.suffix == ".csv" and path.parent == folder:
            yield read_csv(path, asked.headings, paths)
        else:
            yield None, [refused.NotRead(Place(paths.relative(path)))]


def load_responses(
    paths: StudyPaths, wave: Wave, study: Study, frame: pd.DataFrame, frames: pd.DataFrame
) -> tuple[Responses, list[Problem]]:
    """Load the survey of one wave, and its problems; notes (.md) and what programs leave behind are passed over.

    `frame` holds the territories of the wave's vintage, `frames` those of every vintage (`study.intake.frame`).
    """
    if not paths.responses(wave.wave).is_dir():
        return no_responses(), []
    names = names_of(frames)
    territories = {plain(name): key for name, key in zip(names["name"], names["territory"], strict=True)}
    asked = _Asked(study, wave, territories, [str(key) for key in frame["territory"]], _questions(study))
    problems: list[Problem] = []
    parts: dict[tuple[int, str], list[pd.DataFrame]] = {}
    rows: list[pd.DataFrame] = []
    for sheet, faults in _sheets(paths, wave.wave, asked):
        problems += faults
        if sheet is None:
            continue
        columns, faults = _columns(sheet, asked)
        problems += faults
        territory = pd.Series("", index=sheet.cells.index, dtype="str")
        if TERRITORY in sheet.heading:
            respondents, faults = _respondents(sheet, asked)
            territory = respondents["territory"]
            keys = frozenset((question.lever, question.question) for question in columns.values()) | {sheet.file}
            rows.append(respondents.assign(asked=pd.Series([keys] * len(respondents), dtype="object")))
            problems += faults
        read, faults = _answers(sheet, columns, territory, study)
        problems += faults
        for key, part in read.items():
            parts.setdefault(key, []).append(part)
    if rows:
        problems += _twice(pd.concat(rows, ignore_index=True))
    if problems:
        return no_responses(), problems
    everyone = pd.Index(list(asked.frame), name="territory")
    answers = [
        _whole(parts[item.lever, item.question], everyone).assign(lever=item.lever, question=item.question)
        for item in study.questions
        if (item.lever, item.question) in parts
    ]
    return Responses(_table(answers, RESPONSES), _table(rows, RESPONDENTS)), []
