"""Each change from wave to wave, with the fact it rests on."""

from study.chapters.history import AtWave, earlier_waves
from study.chapters.steps import steps
from study.indicators.evolution import Change


def found(series, *changes):
    context, answers = series("2022")
    waves = [*earlier_waves(context), AtWave(context.wave, answers)]
    questions = [context.study.question(name) for name in ("scheme", "clauses")]
    facts = series.facts("2022")
    return [
        (step.question.question, step.territory, step.before, step.after, step.change.value, step.evidence)
        for step in steps(questions, waves, facts, changes)
    ]


def test_an_adoption_is_dated_by_the_first_fact_that_says_so(series):
    # Two facts say that Belleville adopted: E020 (2021-03) and E021 (2021-09); the state rests on the later one.
    assert found(series, Change.ADOPTED) == [("scheme", "belleville", "2020", "2022", "adopted", "E020")]


def test_an_end_rests_on_the_no_and_what_lapsed_on_its_last_fact(series):
    assert found(series, Change.ENDED) == [("clauses", "cassis", "2020", "2022", "ended", "E022")]
    assert found(series, Change.NO_LONGER_DOCUMENTED) == [
        ("clauses", "arbois", "2018", "2020", "no_longer_documented", "E007")
    ]


def test_what_is_newly_documented_is_told_with_its_fact(series):
    assert found(series, Change.NEWLY_DOCUMENTED) == [("clauses", "cassis", "2018", "2020", "newly_documented", "E010")]
