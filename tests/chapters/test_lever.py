import pandas as pd
import pytest

from study.blocks.model import page
from study.chapters import lever as chapter

RESPONSES = "data/raw/waves/2020/responses/answers.csv"
ARBOIS, ALL_PEOPLE = 100_100, 600_300


def test_the_table_says_what_a_hand_count_says(small, texts):
    block = chapter.indicator_table(small.context, small.lever(1), small.ledger)
    assert [column["label"] for column in block.data["columns"]][:5] == ["Action", "Oui", "En projet", "Non", "Inconnu"]
    scheme, clauses = texts(block)
    # Scheme: Arbois yes, Belleville planned, Cassis withdrawn; clauses: lapsed, in conflict, yes.
    assert scheme[:5] == ["Schéma adopté", "1", "1", "0", "1"]
    assert clauses[:5] == ["Clauses sociales", "1", "0", "0", "2"]
    assert scheme[5].replace("\u202f", " ") == "33 % à 67 %"
    assert scheme[6].replace("\u202f", " ") == "50 %" and clauses[6].replace("\u202f", " ") == "100 %"
    low, high = ARBOIS / ALL_PEOPLE, (ARBOIS + 300_100) / ALL_PEOPLE
    assert scheme[7].replace("\u202f", " ") == f"{low:.0%} à {high:.0%}".replace("%", " %")
    # With facts of high confidence only, the page that contradicts Belleville's yes to clauses falls away.
    assert (scheme[9], clauses[9]) == ("1", "2")


def test_a_question_that_feeds_only_some_measures_has_its_row_too(small_study, compute, texts):
    found = compute(small_study)
    rows = texts(chapter.indicator_table(found.context, found.lever(1), found.ledger))
    assert [row[0] for row in rows] == ["Schéma adopté", "Clauses sociales"]
    assert [row[1] for row in rows] == ["1", "1"]


def test_a_lever_without_core_questions_has_a_chapter(make_full, compute):
    def optional(text):
        return text.replace("    core: true\n", "").replace(", intensity]", "]")

    found = compute(make_full({"data/raw/questionnaire/lever-1.yaml": optional}))
    block = chapter.lever_cards(found.context, found.lever(1), found.ledger)
    assert [item["value"] for item in block.data["items"]][:2] == ["1", "1"]


def test_cards_print_the_ledgers_words_with_their_keys(small):
    items = chapter.lever_cards(small.context, small.lever(1), small.ledger).data["items"]
    assert [item["key"] for item in items] == ["scheme.count", "clauses.count", "lever_1.intensity"]
    assert items[0] == {
        "value": "1",
        "label": "Schéma adopté",
        "detail": "sur 3 métropoles ; 1 inconnu",
        "key": "scheme.count",
    } or (items[0]["value"] == "1" and items[0]["label"] == "Schéma adopté" and "3 métropoles" in items[0]["detail"])
    for item in items:
        assert item["value"] == small.ledger.text(item["key"], "fr")


def test_the_title_says_which_action_is_best_documented_and_names_ties(small, small_en):
    french = chapter.finding(small.context, small.lever(1), small.ledger).replace("\u00a0", " ")
    assert french.startswith("« Schéma adopté » et « Clauses sociales »")
    english = chapter.finding(small_en.context, small_en.lever(1), small_en.ledger)
    assert english == "“Scheme adopted” and “Social clauses”: the actions documented most often, 1 of 3 métropoles each"


def test_the_title_with_one_best_action(small_en):
    # Governance: one elected member of three; staff is asked of Arbois alone, and of Cassis, where nobody knows.
    assert "the action documented most often" in chapter.finding(small_en.context, small_en.lever(0), small_en.ledger)


def test_the_bars_hold_the_counts_and_bounds(small):
    data = chapter.bars_data(small.context, small.lever(1), small.ledger)
    assert data[["label", "yes", "planned", "no", "unknown"]].values.tolist() == [
        ["Schéma adopté", 1, 1, 0, 1],
        ["Clauses sociales", 1, 0, 0, 2],
    ]
    assert data[["share", "lower", "upper"]].to_numpy().tolist() == [
        pytest.approx([1 / 3, 1 / 3, 2 / 3]),
        pytest.approx([1 / 3, 1 / 3, 1.0]),
    ]
    block = chapter.bars(small.context, small.lever(1), small.ledger).data
    assert (block["kind"], block["key"]) == ("figure", "lever-1-questions")
    assert "Schéma adopté" in block["alt"] and "Clauses sociales" in block["alt"]
    assert "<svg" in block["svg"] and len(block["csv"].splitlines()) == 3


def test_the_matrix_tells_a_conflict_from_an_unknown_and_leaves_unasked_cells_open(small):
    shown = chapter.shown_states(small.cleaned.levers[1], ["scheme", "clauses"])
    assert shown.loc[["arbois", "belleville", "cassis"]].values.tolist() == [
        ["yes", "unknown"],
        ["planned", "conflict"],
        ["unknown", "yes"],
    ]
    governance = chapter.shown_states(small.cleaned.levers[0], ["elected", "staff"])
    assert governance.loc["belleville", "elected"] == "no" and pd.isna(governance.loc["belleville", "staff"])
    assert governance.loc["arbois"].tolist() == ["yes", "yes"]


def test_the_matrix_says_who_acts_in_its_words(small):
    block = chapter.matrix(small.context, small.lever(1), small.cleaned.levers[1], small.ledger).data
    assert block["key"] == "lever-1-territories"
    assert "2 métropoles sur 3" in block["title"]
    assert "Schéma adopté : Arbois" in block["alt"].replace("\u00a0", " ")


def test_a_lever_that_nobody_documents_has_its_chapter_too(make_full, compute):
    def only_governance(text):
        return "".join(line for line in text.splitlines(keepends=True) if line.split(",")[2] != "1")

    found = compute(make_full({"data/raw/evidence/evidence.csv": only_governance}))
    lever, tables = found.lever(1), found.cleaned.levers[1]
    assert chapter.bars(found.context, lever, found.ledger).data["svg"]
    title = chapter.matrix(found.context, lever, tables, found.ledger).data["title"]
    assert "Aucune" in title
    assert chapter.lever_cards(found.context, lever, found.ledger).data["items"][0]["value"] == "0"
    assert chapter.indicator_table(found.context, lever, found.ledger).data["rows"]


def labels(block):
    return [column["label"] for column in block.data["columns"]]


def test_a_survey_has_no_age_nor_confidence_of_evidence(surveyed, texts):
    block, numbers = chapter.indicator_table(surveyed.context, surveyed.lever(1), surveyed.ledger).blocks
    assert labels(block) == [
        "Question", "Oui", "En projet", "Non", "Inconnu", "Part (bornes)", "Part des connus",
        "Part de la population (bornes)",
    ]  # fmt: skip
    assert [row[:5] for row in texts(block)] == [
        ["Schéma adopté", "1", "1", "0", "1"],
        ["Clauses sociales", "1", "0", "0", "2"],
    ]
    assert numbers.data["key"] == "lever-1-answered-numbers"
    assert "document" not in (block.data["note"] + block.data["source"]).lower()


def test_a_survey_is_told_in_its_own_words(surveyed):
    context, lever = surveyed.context, surveyed.lever(0)
    assert "réponse" in chapter.reading_note(context, lever).data["markdown"]
    assert "document" not in chapter.finding(context, lever, surveyed.ledger)
    items = chapter.lever_cards(context, lever, surveyed.ledger).data["items"]
    assert "document" not in " ".join(item["label"] + item["detail"] for item in items)
    block = chapter.matrix(context, lever, surveyed.cleaned.levers[0], surveyed.ledger).data
    # Arbois alone says yes.
    assert "1 métropoles sur 3" in block["title"] and "document" not in block["title"] + block["alt"]


def test_ties_are_told_together_only_where_as_many_were_asked(surveyed):
    # Arbois alone answers yes to both, but Belleville is not asked about staff.
    found = chapter.finding(surveyed.context, surveyed.lever(0), surveyed.ledger)
    assert "Élu délégué" in found and "Équipe" not in found and found.endswith("sur 3")


def only(kind):
    """The questions of one type, of lever 1."""

    def edit(text):
        head, *questions = text.split("  - question: ")
        return head + "".join(f"  - question: {item}" for item in questions if f"type: {kind}\n" in item)

    return edit


def test_a_lever_of_numbers_shows_them_and_nothing_empty(make_surveyed, compute, texts):
    survey = "territory;elected;purchases_eur\nArbois;oui;60 000 000\nbelleville;non;12,5\n"
    files = {RESPONSES: survey, "data/raw/questionnaire/lever-1.yaml": only("number")}
    found = compute(make_surveyed(files))
    context, lever, tables = found.context, found.lever(1), found.cleaned.levers[1]
    (card,) = chapter.lever_cards(context, lever, found.ledger).data["items"]
    assert card["key"] == "purchases_eur.total" and card["value"].replace("\u202f", " ") == "60 000 012,5"
    assert card["detail"] == "eur au total, connu pour 2 métropoles sur 3"
    block = chapter.indicator_table(context, lever, found.ledger)
    assert block.data["key"] == "lever-1-answered-numbers"
    assert (
        chapter.bars(context, lever, found.ledger) == chapter.matrix(context, lever, tables, found.ledger) == page([])
    )
    assert chapter.reading_note(context, lever) == page([])


def test_a_lever_of_texts_has_no_figure_nor_table(make_surveyed, compute):
    survey = "territory;elected;lever_1.actions\nArbois;oui;Une charte\n"
    files = {RESPONSES: survey, "data/raw/questionnaire/lever-1.yaml": only("text")}
    found = compute(make_surveyed(files))
    context, lever, tables = found.context, found.lever(1), found.cleaned.levers[1]
    shown = (
        chapter.lever_cards(context, lever, found.ledger),
        chapter.bars(context, lever, found.ledger),
        chapter.matrix(context, lever, tables, found.ledger),
        chapter.indicator_table(context, lever, found.ledger),
    )
    assert shown == (page([]),) * 4
