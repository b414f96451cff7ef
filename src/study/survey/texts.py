"""What respondents wrote in their own words, gathered: the texts to read before they may be published.

Promise: every free text, answer of one's own, comment, and cell that could not be read stands here once, as it may be
given, with its cell. Left out: what may be given (`release`), and showing it (`study.cli.texts`).
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from study.base.errors import Place, Problem
from study.cells.held import UNREAD, WITHHELD, WORD
from study.codebook.model import QuestionType, Study
from study.codebook.names import key_of, name_of
from study.survey import release_problems as found
from study.survey.tables import Table

TEXT, REFUSED = "text", "refused"
TEXTS = ("file", "sheet", "row", "column", "territory", "lever", "question", "kind", "text")
"""Columns of `own_texts`: those of an answer; `question` as `study.codebook.names.name_of` has it; `kind` is `text` (an
answer in words), `other`, `comment`, or `refused`."""


def own_texts(answers: pd.DataFrame, companions: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the texts of a survey (columns `TEXTS`), by file and row, then in the order of the questions.

    `answers` and `companions` have the columns of those tables of `study.survey.responses.Responses`.
    """
    order = {key_of(item): i for i, item in enumerate(study.questions)}
    names = [name_of(item, study) for item in study.questions]
    free = [item.type is QuestionType.TEXT for item in study.questions]

    def positions(table: pd.DataFrame) -> "pd.Series[int]":
        keys = zip(table["lever"], table["question"], strict=True)
        return pd.Series([order[key] for key in keys], index=table.index, dtype="int64")

    at = positions(answers)
    refused = answers["reason"] != ""
    words = at.map(dict(enumerate(free))).astype(bool) & (answers["status"] == "answered")
    cells = answers.assign(text=answers["raw"], kind=TEXT).assign(_at=at)[refused | words]
    cells = cells.assign(kind=cells["kind"].mask(cells["reason"] != "", REFUSED))
    held = [*TEXTS, "_at"]
    texts = pd.concat([cells[held], companions.assign(_at=positions(companions))[held]], ignore_index=True)
    texts = texts.sort_values(["file", "sheet", "row", "_at"], kind="stable", ignore_index=True)
    return texts.assign(question=pd.Series([names[i] for i in texts["_at"]], dtype="str"))[list(TEXTS)]


def is_held(texts: "pd.Series[str]") -> "pd.Series[bool]":
    """Tell which texts, as they may be given, are held back in whole or in part."""
    return texts.isin([UNREAD, WITHHELD]) | texts.str.contains(WORD, regex=False)


def held_problems(texts: pd.DataFrame, tables: Iterable[Table]) -> list[Problem]:
    """Return, for each table, how many of its texts are held back, and the rows that were to be and have no text."""
    kept = list(tables)
    unread = is_held(texts["text"]) & (texts["text"] != WITHHELD)
    problems: list[Problem] = []
    for table in kept:
        mine = texts[unread & (texts["file"] == table.grid.file) & (texts["sheet"] == table.grid.sheet)]
        if len(mine):
            details = {"count": len(mine), "questions": list(mine["question"].unique())}
            problems.append(found.TextsHeld(table.grid.place(), None, details))
    releases = {table.grid.file: table.release for table in kept if table.release is not None}
    for file, release in releases.items():
        there = texts[texts["file"] == file]
        for question, rows in release.hold.items():
            missing = sorted(set(rows) - set(there.loc[there["question"] == question, "row"]))
            problems += [found.HeldNothing(Place(file, row=row), question, {"row": row}) for row in missing]
    return problems


def release_lines(
    texts: pd.DataFrame, sha256: Mapping[str, str], hold: Mapping[str, Mapping[str, Sequence[int]]]
) -> str:
    """Return the lines of wave.yaml that release all `texts`, whose files have these sums, but for rows to `hold`.

    >>> table = pd.DataFrame({"file": ["r/a.csv"] * 2, "question": ["why", "how"]})
    >>> print(release_lines(table, {"r/a.csv": "0" * 64}, {"r/a.csv": {"how": [3]}}).replace("0" * 64, "…"))
      released:
        - file: "a.csv"
          sha256: …
          questions: [why, how]
          hold: {how: [3]}
    """
    lines = ["  released:"]
    for file in sorted(texts["file"].unique()):
        names = list(texts.loc[texts["file"] == file, "question"].unique())
        shown = str(file).rpartition("/")[2].replace("\\", "\\\\").replace('"', '\\"')
        lines += [
            f'    - file: "{shown}"',
            f"      sha256: {sha256[str(file)]}",
            f"      questions: [{', '.join(names)}]",
        ]
        if kept := [f"{name}: {list(rows)}" for name, rows in hold.get(str(file), {}).items()]:
            lines.append(f"      hold: {{{', '.join(kept)}}}")
    return "\n".join(lines)
