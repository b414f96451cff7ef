"""Documented facts, the pages they come from, and the corrections that settle them.

Promise: every fact points to a territory, a question of its lever and a source that exist, with an answer that its
question can have and dates that can be read. A code that a text question gathers becomes that question, the code kept
beside it (`code`). Rows of confidence `withdrawn` stay in the table: their keys are taken for good, and whoever
computes leaves them out (`counted`). A study without the folder of evidence has none: its tables are then empty, with
the same columns and dtypes. Left out: which facts have lapsed.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from study.base.dates import Precision
from study.base.errors import Problem
from study.base.layout import StudyPaths
from study.codebook.model import Question, QuestionType, Study
from study.intake import problems as found
from study.intake.dates import date_problems, order_problems, precision_problems
from study.intake.references import Known, answer_problems, source_problems, territory_problems
from study.intake.tables import KEY, Column, Kind, cell_problems, read_table

WITHDRAWN = "withdrawn"
# The alternatives keep blanks and brackets out of what becomes a link in the report; no other scheme is on the list.
ADDRESS = r"https?://[^\s<>\"{}|\\^`]+"

EVIDENCE = (
    Column("evidence", pattern=KEY),
    Column("territory", required=True),
    Column("lever", required=True, kind=Kind.INTEGER),
    Column("question", required=True),
    Column("answer", required=True),
    Column("as_of", required=True),
    Column("as_of_precision", required=True, allowed=tuple(Precision)),
    Column("valid_until"),
    Column("source", required=True),
    Column("confidence", required=True, allowed=("high", "medium", "low", WITHDRAWN)),
    Column("note"),
)
SOURCES = (
    Column("source", pattern=KEY),
    Column("title", required=True),
    Column("publisher", required=True),
    Column("date_published"),
    Column("url", required=True, pattern=ADDRESS, problem=found.BadAddress),
)
CORRECTIONS = (
    Column("wave", required=True),
    Column("territory", required=True),
    Column("question", required=True),
    Column("expect", required=True),
    Column("answer", required=True),
    Column("reason", required=True),
    Column("role", required=True),
    Column("date", required=True),
)


_DTYPES = {Kind.TEXT: "str", Kind.INTEGER: "int64", Kind.NUMBER: "float64"}


def _table(
    path: Path, columns: Sequence[Column], key: Sequence[str], paths: StudyPaths
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one table of the folder; in a study without desk evidence, a missing one is without rows."""
    if paths.has_evidence or path.is_file():
        return read_table(path, columns, key, paths)
    dtypes = {column.name: _DTYPES[column.kind] for column in columns} | {"row": "int64"}
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in dtypes.items()}), []


def counted(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the facts that may be computed: all but the withdrawn ones."""
    return evidence[evidence["confidence"] != WITHDRAWN]


def _names(study: Study) -> dict[int, dict[str, Question]]:
    """Return, for each lever, its questions by every name that a fact may give them: their own, and gathered codes."""
    names: dict[int, dict[str, Question]] = {}
    for lever in study.levers:
        own = {question.question: question for question in lever.questions}
        gathered = {
            code.code: question
            for question in lever.questions
            if question.type is QuestionType.TEXT
            for code in question.codes
        }
        names[lever.lever] = {**gathered, **own}
    return names


def _question_problems(evidence: pd.DataFrame, names: dict[int, dict[str, Question]], file: str) -> list[Problem]:
    """Check levers and questions together: a question is known within its lever."""
    levers = [str(lever) for lever in names]
    wrong = evidence["lever"].notna() & ~evidence["lever"].isin(list(names))
    problems = cell_problems(evidence, wrong, "lever", found.UnknownLever, file, {"known": levers})
    homes: dict[str, list[str]] = {}
    for lever, known in names.items():
        for name in known:
            homes.setdefault(name, []).append(str(lever))
    for lever, known in names.items():
        strange = (evidence["lever"] == lever) & (evidence["question"] != "") & ~evidence["question"].isin(list(known))
        elsewhere = evidence["question"].isin(list(homes))
        for name in evidence.loc[strange & elsewhere, "question"].unique():
            details = {"known": homes[name], "lever": str(lever)}
            rows = strange & (evidence["question"] == name)
            problems += cell_problems(evidence, rows, "question", found.QuestionOfOtherLever, file, details)
        problems += cell_problems(
            evidence, strange & ~elsewhere, "question", found.UnknownQuestion, file, near=[*known, *homes]
        )
    return problems


def _resolved(evidence: pd.DataFrame, names: dict[int, dict[str, Question]]) -> pd.DataFrame:
    code = evidence["question"]
    question = code.copy()
    for lever, known in names.items():
        moved = {name: asked.question for name, asked in known.items() if name != asked.question}
        if not moved:
            continue
        rows = (evidence["lever"] == lever) & code.isin(list(moved))
        question = question.mask(rows, code.map(moved).fillna(code))
    return evidence.assign(code=code, question=question)


def load_evidence(paths: StudyPaths, known: Known) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the documented facts (with `code`, and `question` resolved), and their problems."""
    file = paths.relative(paths.evidence)
    # A note in a language of the study stands in a column of its own, as `note_fr`.
    languages = known.study.languages if known.study is not None else ("fr", "en")
    twins = [Column(f"note_{lang}", optional=True) for lang in languages]
    evidence, problems = _table(paths.evidence, (*EVIDENCE, *twins), ("evidence",), paths)
    for twin in twins:
        if (evidence[twin.name] == "").all():
            evidence[twin.name] = evidence["note"]  # a study that writes its notes in one language only
    problems += territory_problems(evidence, file, known)
    problems += source_problems(evidence, file, known)
    problems += date_problems(evidence, "as_of", file)
    problems += precision_problems(evidence, "as_of", "as_of_precision", file)
    problems += date_problems(evidence, "valid_until", file)
    problems += order_problems(evidence, "as_of", "valid_until", file)
    if known.study is None:
        return evidence.assign(code=evidence["question"]), problems
    names = _names(known.study)
    problems += _question_problems(evidence, names, file)
    # One name can be two questions in two levers (a text's code here, a number there): lever and name together.
    by_name = {f"{lever}/{name}": question for lever, own in names.items() for name, question in own.items()}
    placed = evidence["lever"].astype("Int64").astype("str") + "/" + evidence["question"]
    problems += answer_problems(evidence, placed, by_name, file)
    return _resolved(evidence, names), problems


def load_sources(paths: StudyPaths) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the pages that facts come from, and their problems."""
    sources, problems = _table(paths.sources, SOURCES, ("source",), paths)
    return sources, [*problems, *date_problems(sources, "date_published", paths.relative(paths.sources))]


def load_corrections(paths: StudyPaths, known: Known) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the corrections, and their problems; whether an `expect` still holds is seen when answers are computed."""
    file = paths.relative(paths.corrections)
    corrections, problems = _table(paths.corrections, CORRECTIONS, ("wave", "territory", "question"), paths)
    problems += territory_problems(corrections, file, known)
    problems += date_problems(corrections, "date", file, to_the_day=True)
    if known.waves is not None:
        wrong = (corrections["wave"] != "") & ~corrections["wave"].isin(list(known.waves))
        details = {"known": list(known.waves)}
        problems += cell_problems(corrections, wrong, "wave", found.UnknownWave, file, details, known.waves)
    if known.study is not None:
        by_name = {question.question: question for question in known.study.questions}
        wrong = (corrections["question"] != "") & ~corrections["question"].isin(list(by_name))
        problems += cell_problems(corrections, wrong, "question", found.UnknownQuestion, file, near=by_name)
        problems += answer_problems(corrections, corrections["question"], by_name, file)
    return corrections, problems
