"""Measures of a choice, single or multiple: those of a yes/no question, for each of its codes.

Promise: `<question>.<code>.<measure>`, code by code in the codebook's order. To have chosen or ticked a code is a yes,
to have answered otherwise a no; a box that was not offered was not asked about. Of a multiple choice the base is those
asked, or all ticks, as the wave says.
"""

from datetime import date

import pandas as pd

from study.answers.tables import LeverAnswers
from study.codebook.model import Question, QuestionType
from study.exports.settings import MultipleBase
from study.indicators.shares import share_indicators
from study.indicators.table import Indicator
from study.indicators.ticks import of_ticks


def choice_indicators(
    question: Question,
    tables: LeverAnswers,
    population: pd.Series,
    reference_date: date,
    multiple_base: MultipleBase = MultipleBase.RESPONDENTS,
) -> list[Indicator]:
    """Return the measures that a choice feeds for each code, in the order it lists them.

    `population` holds the inhabitants of each territory, indexed like the tables.
    """
    ticks = question.type is QuestionType.MULTIPLE and multiple_base is MultipleBase.TICKS
    made: list[Indicator] = []
    for code in question.codes:
        rows = share_indicators(question, tables, population, reference_date, code.code)
        made += of_ticks(question, code.code, rows, tables, population) if ticks else rows
    return made
