"""The codebook as tables of the script.

Promise: everything that the rules ask of the questionnaire (types, codes, universes, validities, what is measured) in
a few inlined tables, in the questionnaire's order; nothing of it is computed here beyond following a filter upwards.
"""

from collections.abc import Iterator

from study.codebook.model import Measure, Question, QuestionType, Study
from study.recount.literals import Value, table


def _labelled(study: Study) -> str:
    return study.languages[0]


def _filters(study: Study, question: Question) -> Iterator[tuple[Value, ...]]:
    """Yield each filter that a question hangs on, the nearest first, with the answers that let a territory pass."""
    at = question
    while at.universe is not None:
        name = at.universe.question
        # A filter has one name in the whole study; in copies of a lever it is the copy's own.
        own = [item for item in study.lever(at.lever).questions if item.question == name]
        filter_ = own[0] if own else study.question(name)
        yield question.lever, question.question, filter_.lever, name, at.universe.answers
        at = filter_


_SHARES = (Measure.SHARE, Measure.SHARE_DETERMINED, Measure.WEIGHTED_SHARE)


def _unit(question: Question, measure: Measure) -> str:
    if measure in _SHARES:
        return "share"
    return question.unit or "" if measure in (Measure.MEDIAN, Measure.TOTAL) else "territories"


def _measures(study: Study, *, over_ticks: bool) -> Iterator[tuple[Value, ...]]:
    """Yield what is measured of each question (an intensity is a lever's), in the order of `indicators.csv`."""
    position = 0
    for question in study.questions:
        listed = list(question.indicators)
        if question.type is QuestionType.DATE:
            listed = [Measure.DOCUMENTED] if listed else []
        if not question.additive:
            listed = [measure for measure in listed if measure is not Measure.TOTAL]
        codes = [code.code for code in question.codes] if question.chosen else [""]
        ticks = over_ticks and question.type is QuestionType.MULTIPLE
        for code, counted in zip(codes, question.counted, strict=True):
            for measure in listed:
                if measure is Measure.INTENSITY:
                    continue
                name, unit = f"{counted}.{measure.value}", _unit(question, measure)
                yield (
                    position, question.lever, question.question, code, measure.value, name, unit, ticks, len(codes)
                )  # fmt: skip
                position += 1


def questionnaire(study: Study, *, over_ticks: bool) -> str:
    """Return the statements that inline the codebook; `over_ticks`: shares of multiple choices are of all ticks."""
    lang = _labelled(study)
    gathered = [
        (question.lever, code.code, question.question)
        for question in study.questions
        if question.type is QuestionType.TEXT
        for code in question.codes
        if all(code.code != other.question for other in study.lever(question.lever).questions)
    ]
    levers = [(i, lever.lever, lever.transversal, lever.title.text(lang)) for i, lever in enumerate(study.levers)]
    questions = [
        (
            i, item.lever, item.question, item.type.value, item.core, item.validity.kind if item.validity else None,
            item.validity.years if item.validity else None, item.label.text(lang),
        )
        for i, item in enumerate(study.questions)
    ]  # fmt: skip
    codes = [
        (item.lever, item.question, code.code, code.label.text(lang))
        for item in study.questions
        if item.chosen
        for code in item.codes
    ]
    years = study.defaults
    parts = {
        "The levers; a transversal one is not counted among them.": table(
            "levers", {"position": "INTEGER", "lever": "INTEGER", "transversal": "BOOLEAN", "title": "VARCHAR"}, levers
        ),
        "The questions; core ones make the intensities; how long an answer holds when its evidence is silent.": table(
            "questions",
            {
                "position": "INTEGER", "lever": "INTEGER", "question": "VARCHAR", "type": "VARCHAR", "core": "BOOLEAN",
                "validity": "VARCHAR", "validity_years": "INTEGER", "label": "VARCHAR",
            },
            questions,
        ),
        "The codes of choices, single and multiple.": table(
            "codes", {"lever": "INTEGER", "question": "VARCHAR", "code": "VARCHAR", "label": "VARCHAR"}, codes
        ),
        "Codes of the evidence that text questions gather as named examples.": table(
            "gathered", {"lever": "INTEGER", "code": "VARCHAR", "question": "VARCHAR"}, gathered
        ),
        "Whom a question is put to: those whose answer to each of its filters is one of these.": table(
            "filters",
            {
                "lever": "INTEGER", "question": "VARCHAR", "filter_lever": "INTEGER", "filter": "VARCHAR",
                "answers": "VARCHAR[]",
            },
            [row for item in study.questions for row in _filters(study, item)],
        ),
        "What is measured, in the order of indicators.csv; of a choice, each code.": table(
            "measures",
            {
                "position": "INTEGER", "lever": "INTEGER", "question": "VARCHAR", "code": "VARCHAR",
                "measure": "VARCHAR", "indicator": "VARCHAR", "unit": "VARCHAR", "over_ticks": "BOOLEAN",
                "boxes": "INTEGER",
            },
            _measures(study, over_ticks=over_ticks),
        ),
        "The general elections that end a mandate.": table(
            "elections", {"day": "VARCHAR"}, [(day,) for day in study.elections]
        ),
        "Years for which a fact holds, where neither its evidence nor its question says otherwise.": table(
            "defaults",
            {"yes_years": "INTEGER", "no_years": "INTEGER", "plan_years": "INTEGER", "number_years": "INTEGER"},
            [(years.yes_years, years.no_years, years.plan_years, years.number_years)],
        ),
        "In an open survey there is no list of those who may answer.": table(
            "options", {"open_survey": "BOOLEAN"}, [(study.open_survey,)]
        ),
    }  # fmt: skip
    return "\n\n".join(f"-- {said}\n{made}" for said, made in parts.items())
