"""All measures of one lever: those of its questions, then its intensity.

Promise: the computation of a lever chapter, complete and in the questionnaire's order.
"""

from datetime import date

import pandas as pd

from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, Question, QuestionType
from study.exports.settings import MultipleBase
from study.indicators.choices import choice_indicators
from study.indicators.intensity import intensity, intensity_indicators
from study.indicators.numbers import date_indicators, number_indicators
from study.indicators.shares import share_indicators
from study.indicators.table import Indicator


def question_indicators(
    question: Question,
    tables: LeverAnswers,
    population: pd.Series,
    reference_date: date,
    multiple_base: MultipleBase = MultipleBase.RESPONDENTS,
) -> list[Indicator]:
    """Return the measures of one question, by its type; a text has none."""
    match question.type:
        case QuestionType.YES_NO:
            return share_indicators(question, tables, population, reference_date)
        case QuestionType.CHOICE | QuestionType.MULTIPLE:
            return choice_indicators(question, tables, population, reference_date, multiple_base)
        case QuestionType.NUMBER:
            return number_indicators(question, tables, reference_date)
        case QuestionType.DATE:
            return date_indicators(question, tables, reference_date)
        case QuestionType.TEXT:
            return []


def lever_indicators(
    lever: Lever,
    tables: LeverAnswers,
    population: pd.Series,
    reference_date: date,
    multiple_base: MultipleBase = MultipleBase.RESPONDENTS,
) -> list[Indicator]:
    """Return the indicators of a lever, question by question, then its intensity per territory and for the frame.

    `population` holds the inhabitants of each territory (NaN where not given), indexed like the tables.
    `multiple_base` says what the shares of multiple choices are of; wave.yaml says it of a wave.
    """
    rows: list[Indicator] = []
    for question in lever.questions:
        rows += question_indicators(question, tables, population, reference_date, multiple_base)
    if core := [question.question for question in lever.core]:
        rows += intensity_indicators(intensity([tables], core), f"lever_{lever.lever}", lever.lever)
    return rows
