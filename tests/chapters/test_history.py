"""The earlier waves at hand, and what they leave in the ledger."""

import pytest

from study.chapters.history import change_entries, change_names, earlier_waves, lever_changes, overall_changes


def ledger_of(context, answers, earlier):
    lever = context.study.lever(1)
    changes = lever_changes(lever, answers[1], earlier)
    total = overall_changes(context, answers, earlier)
    entries = [*change_entries(context, [*changes, *total]), *change_names(context, lever, answers[1], earlier)]
    return [*changes, *total], context.ledger([], entries)


def test_a_first_wave_has_nothing_to_be_compared_with(series):
    context, answers = series("2018")
    assert earlier_waves(context) == []
    indicators, ledger = ledger_of(context, answers, [])
    assert indicators == [] and ledger.entries == {}


def test_every_earlier_wave_gives_its_numbers_and_names(series):
    context, answers = series("2022")
    earlier = earlier_waves(context)
    assert [at.name for at in earlier] == ["2018", "2020"]
    indicators, ledger = ledger_of(context, answers, earlier)
    # scheme: Arbois yes since 2016; Belleville unknown, planned (2019), yes (2021); Cassis unknown throughout.
    assert ledger.text("evolution.2018.scheme.before", "en") == "1"
    assert ledger.text("evolution.2018.scheme.after", "en") == "2"
    assert ledger.text("evolution.2018.scheme.newly_documented.names", "en") == "Belleville"
    assert ledger.text("evolution.2020.scheme.adopted", "en") == "1"
    assert ledger.text("evolution.2020.scheme.adopted.names", "fr") == "Belleville"
    assert ledger.text("evolution.2020.scheme.ended.names", "fr") == "aucune" or ledger.value(
        "evolution.2020.scheme.ended"
    ) == pytest.approx(0)
    assert ledger.value("evolution.2020.scheme.base") == 3
    # Each comparison adds up to its base, whatever it is over.
    changes = ("adopted", "ended", "newly_documented", "no_longer_documented", "stable", "other")
    for of_what in ("evolution.2018.scheme", "evolution.2020.clauses", "evolution.2018.lever_1", "evolution.2020"):
        assert sum(ledger.value(f"{of_what}.{change}") for change in changes) == ledger.value(f"{of_what}.base")
    assert {"evolution.2018.lever_1.intensity", "evolution.2018.all_levers.intensity"} <= set(ledger.entries)
    assert all(item.indicator in ledger.entries for item in indicators)


def test_the_intensity_of_an_earlier_wave_is_the_one_it_printed(series):
    context, answers = series("2022")
    _, ledger = ledger_of(context, answers, earlier_waves(context))
    # 2018: one yes (Arbois's scheme) and one (its clauses of 2012, six years before) over two questions × three.
    then = earlier_waves(context)[0].levers[1]
    yes = int((then.answers[["scheme", "clauses"]] == "yes").sum().sum())
    assert ledger.value("evolution.2018.lever_1.intensity") == pytest.approx(yes / 6)
