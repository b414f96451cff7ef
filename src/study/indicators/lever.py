"""All measures of one lever: those of its questions, then its intensity.

Promise: the computation of a lever chapter, complete and in the questionnaire's order.
"""

from datetime import date

import pandas as pd

from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, QuestionType
from study.indicators.intensity import intensity, intensity_indicators
from study.indicators.numbers import number_indicators
from study.indicators.shares import share_indicators
from study.indicators.table import Indicator


def lever_indicators(
    lever: Lever, tables: LeverAnswers, population: pd.Series, reference_date: date
) -> list[Indicator]:
    """Return the indicators of a lever, question by question, then its intensity per territory and for the frame.

    `population` holds the inhabitants of each territory (NaN where not given), indexed like the tables.
    """
    rows: list[Indicator] = []
    for question in lever.questions:
        if question.type is QuestionType.YES_NO:
            rows += share_indicators(question, tables, population, reference_date)
        elif question.type is QuestionType.NUMBER:
            rows += number_indicators(question, tables, reference_date)
    if core := [question.question for question in lever.core]:
        rows += intensity_indicators(intensity([tables], core), f"lever_{lever.lever}", lever.lever)
    return rows
