"""The blocks on what changed, as a reader of the small study's third wave sees them."""

import pytest

from study.chapters import evolution
from study.chapters.history import change_entries, change_names, earlier_waves, lever_changes, overall_changes
from study.chapters.overview import overall_indicators
from study.indicators.lever import lever_indicators


@pytest.fixture
def told(series):
    """`told(wave, lang)`: everything that the lever's and the overview's notebooks would hold."""

    def run(wave, lang="fr"):
        context, answers = series(wave, lang)
        earlier = earlier_waves(context)
        indicators, entries = overall_indicators(context, answers), []
        changes = overall_changes(context, answers, earlier)
        for lever in context.study.levers:
            mine = answers[lever.lever]
            indicators += lever_indicators(lever, mine, context.population, context.wave.reference_date)
            changes += lever_changes(lever, mine, earlier)
            entries += change_names(context, lever, mine, earlier)
        ledger = context.ledger(indicators, [*entries, *change_entries(context, changes)])
        return context, answers, earlier, ledger, series.facts(wave)

    return run


def lever_blocks(told, wave, lang="fr"):
    context, answers, earlier, ledger, facts = told(wave, lang)
    blocks = evolution.lever_blocks(context, context.study.lever(1), answers[1], facts, earlier, ledger)
    return [block.data for block in blocks]


def chapter_blocks(told, wave, lang="fr"):
    context, answers, earlier, ledger, facts = told(wave, lang)
    return [block.data for block in evolution.chapter_blocks(context, answers, facts, earlier, ledger)]


def test_a_first_wave_says_nothing_of_evolution(told):
    assert lever_blocks(told, "2018") == [] and chapter_blocks(told, "2018") == []


def test_the_lever_shows_every_wave_and_names_who_changed(told):
    title, figure, table = lever_blocks(told, "2022", "en")
    assert title["kind"] == "heading"
    assert figure["title"] == (
        "“Scheme adopted”: documented for 1 of 3 métropoles in 2018, for 2 in 2022; adoptions between the two: 0"
    )
    assert "Scheme adopted: 1 in 2018, 1 in 2020, 2 in 2022" in figure["alt"]
    lines = figure["csv"].splitlines()
    assert lines[0] == "label,wave,yes,planned,no,unknown,shown" and len(lines) == 1 + 2 * 3
    assert "Scheme adopted,2020,1,1,0,1,1" in lines
    assert [column["label"] for column in table["columns"]] == [
        "Action", "Waves", "Adopted", "Ended", "Newly documented", "No longer documented",
    ]  # fmt: skip
    assert ["Scheme adopted", "2020 to 2022", "Belleville", "–", "–", "–"] in table["rows"]
    assert ["Social clauses", "2020 to 2022", "–", "Cassis", "–", "–"] in table["rows"]


def test_the_second_wave_looks_back_only(told):
    _, figure, table = lever_blocks(told, "2020", "en")
    assert "2022" not in str(figure["csv"]) and "2022" not in str(table["rows"])


def test_the_chapter_tells_who_when_and_on_what_source(told):
    blocks = {block["key"]: block for block in chapter_blocks(told, "2022", "en")}
    assert list(blocks) == [
        "evolution-levers", "evolution-moves", "evolution-since-2018", "evolution-since-2020", "evolution-adoption", "evolution-adoptions",
    ]  # fmt: skip
    rows = blocks["evolution-adoptions"]["rows"]
    scheme = next(row for row in rows if row[0] == "Scheme adopted")
    assert scheme[1:5] == ["Belleville", "an adoption", "2020 to 2022", "March 2021"]
    assert scheme[5]["url"].startswith("http") and scheme[6] == "E020"
    assert any(row[2] == "an end" and row[1] == "Cassis" and row[6] == "E022" for row in rows)
    total = blocks["evolution-since-2018"]["rows"][-1]
    assert sum(int(cell) for cell in total[1:-1]) == int(total[-1])
    adoption = blocks["evolution-adoption"]
    assert "2020: Arbois; 2022: Arbois and Belleville" in adoption["alt"]
    assert adoption["csv"].splitlines()[0] == "territory,2018,2020,2022"


def test_since_the_first_and_the_last_wave_is_one_table_when_they_are_one(told):
    keys = [block["key"] for block in chapter_blocks(told, "2020")]
    assert keys.count("evolution-since-2018") == 1 and "evolution-since-2020" not in keys


def test_an_own_answer_is_cited_as_such(told):
    context, answers, earlier, _, facts = told("2022", "en")
    waves = evolution.all_waves(context, answers, earlier)
    (table,) = evolution.adoptions_table(context, waves, facts.head(0))
    assert [column["label"] for column in table.data["columns"]] == [
        "Action", "Territory", "Change", "Waves", "Source",
    ]  # fmt: skip
    assert {row[4] for row in table.data["rows"]} == {"the territory’s own answer"}
