"""The texts of a survey as a workbook to read through, before they are published.

Promise: one row per text, whole, with the cell that it stands in; a spreadsheet runs none of them. Left out: which
texts these are (`study.intake.unread`).
"""

import datetime
from collections.abc import Callable, Mapping

import pandas as pd

from study.base.text import mark
from study.workbook.sheets import COUNT, Cell, Column, Sheet, Table
from study.workbook.write import Properties, written

_HEADINGS = (
    (mark("question"), 30), (mark("respondent"), 25), (mark("kind"), 20), (mark("text"), 90), (mark("file"), 30),
    (mark("sheet"), 20), (mark("row"), 8), (mark("column"), 10),
)  # fmt: skip
# The day that every file of ours bears where none is told: the first that a workbook can hold.
_DAY = datetime.date(1980, 1, 1)


def reading_book(
    texts: pd.DataFrame, names: Mapping[str, str], speak: Callable[..., str], kinds: Mapping[str, str]
) -> bytes:
    """Return a workbook with `texts` (`study.survey.texts.own_texts`); `names` are the territories', by key.

    `speak` says a message in the reader's language, `kinds` are messages for the kinds of texts.
    """
    rows = tuple(
        (
            Cell(row["question"], tone="label"), Cell(names.get(row["territory"], row["territory"])),
            Cell(speak(kinds[row["kind"]]) if kinds[row["kind"]] else ""), Cell(row["text"]),
            Cell(row["file"].rpartition("/")[2]), Cell(row["sheet"]), Cell(row["row"], COUNT), Cell(row["column"]),
        )
        for row in texts.to_dict("records")
    )  # fmt: skip
    title = speak("Texts to read before they are published")
    told = speak("They may name people: keep this file to yourself, and delete it once it has been read.")
    columns = tuple(Column(speak(heading), most) for heading, most in _HEADINGS)
    sheet = Sheet(speak("Texts"), title, told, (Table(columns, rows),))
    return written([sheet], Properties(title, "", told, "", _DAY, told, speak("Page")))
