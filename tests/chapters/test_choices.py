"""Choices and dates in a chapter: counts by hand, what the shares are of, and nothing where there is nothing."""

from dataclasses import replace

import pytest

from study.blocks.model import page
from study.chapters import annexes, choices, examples, history, maps, overview
from study.chapters import lever as chapter
from study.chapters.method import frame_table
from study.exports.settings import MultipleBase, SurveySettings
from study.indicators.lever import lever_indicators
from study.ledger.tallies import tally_entries

LEVER, EVIDENCE = "data/raw/questionnaire/lever-1.yaml", "data/raw/evidence/evidence.csv"
# In lever 1: a choice, a multiple choice, a day, and a choice that is put to nobody of the three.
QUESTIONS = """  - question: legal_kind_
    type: choice
    label: {fr: Forme, en: Kind}
    wording: {fr: Quelle forme ?, en: Which kind?}
    hint: {fr: La principale., en: The main one.}
    codes:
      - {code: plan, label: {fr: Plan, en: Plan}}
      - {code: fund, label: {fr: Fonds, en: Fund}}
    indicators: [count, share, share_determined, weighted_share]
  - question: tools
    type: multiple
    label: {fr: Outils, en: Tools}
    wording: {fr: Quels outils ?, en: Which tools?}
    codes:
      - {code: grant, label: {fr: Subvention, en: Grant}}
      - {code: loan, label: {fr: Prêt, en: Loan}}
      - {code: other, label: {fr: Autre, en: Other}}
    other: true
    indicators: [count, share]
  - question: voted_on
    type: date
    label: {fr: Date du vote, en: Day of the vote}
    wording: {fr: Quand ?, en: When?}
    minimum: 2014-03-30
    maximum: 2020-12-31
    indicators: [documented]
"""
FACTS = """E020,arbois,1,legal_kind_,plan,2019,year,,S001,high,A plan,Un plan
E021,cassis,1,legal_kind_,plan,2019,year,,S002,high,A plan too,Un plan aussi
E022,arbois,1,tools,loan;grant,2019,year,,S001,high,Both,Les deux
E023,belleville,1,tools,loan,2019,year,,S001,high,Loans,Des prêts
E024,cassis,1,voted_on,2018-05-04,2019,year,,S001,high,A vote,Un vote
E025,arbois,1,voted_on,2016-02-01,2019,year,,S001,high,A vote,Un vote
"""
FILES = {LEVER: lambda text: text + QUESTIONS, EVIDENCE: lambda text: text + FACTS}


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def asked(make_study, compute):
    """`asked(lang, files)`: the small study's wave with the questions and facts above."""
    return lambda lang="en", files=None: compute(make_study({**FILES, **(files or {})}), lang)


def shown(found):
    return choices.blocks(found.context, found.lever(1), found.cleaned.levers[1], found.ledger)


def test_each_choice_has_a_figure_and_a_table_and_each_date_a_table(asked):
    blocks = [block.data for block in shown(asked())]
    assert [(block["kind"], block["key"]) for block in blocks] == [
        ("figure", "lever-1-legal-kind-answers"),
        ("table", "lever-1-legal-kind-table"),
        ("figure", "lever-1-tools-answers"),
        ("table", "lever-1-tools-table"),
        ("table", "lever-1-voted-on-dates"),
    ]


def test_the_table_of_a_choice_is_a_hand_count(asked, texts):
    block = shown(asked())[1]
    assert [column["label"] for column in block.data["columns"]] == [
        "Answer", "Count", "Share (bounds)", "Share of known", "Share of population (bounds)",
    ]  # fmt: skip
    # Arbois (100,100) and Cassis (300,100) have a plan, Belleville (200,100) is unknown.
    assert texts(block) == [
        ["Plan", "2", "67% to 100%", "100%", "67% to 100%"],
        ["Fund", "0", "0% to 33%", "0%", "0% to 33%"],
    ]
    assert block.data["note"].startswith(
        "Asked: 3 métropoles; answers known: 2; unknown: 1. Shares are of those asked."
    )


def test_a_multiple_choice_says_that_its_shares_do_not_add_up(asked, texts):
    block = shown(asked())[3]
    assert texts(block) == [["Grant", "1", "33% to 67%"], ["Loan", "2", "67% to 100%"], ["Other", "0", "0% to 33%"]]
    assert block.data["note"].endswith("Several answers may be given at once, so that shares do not add up.")


def of_ticks(found):
    """The same wave, in which shares are of the ticks."""
    wave = found.context.wave.model_copy(update={"survey": SurveySettings(multiple_base=MultipleBase.TICKS)})
    context = replace(found.context, wave=wave)
    lever, tables = found.lever(1), found.cleaned.levers[1]
    rows = lever_indicators(lever, tables, context.population, wave.reference_date, wave.survey.multiple_base)
    ledger = context.ledger(rows, tally_entries(lever, tables, context.named, wave.wave, context.study.languages))
    return choices.blocks(context, lever, tables, ledger)


def test_where_ticks_are_the_base_the_note_says_so_and_the_bars_show_no_share(asked, texts):
    blocks = of_ticks(asked())
    # Three ticks, Cassis unknown, three boxes: 1 to 2 of 4, 2 to 3 of 4; at least 1 and 2 of 5.
    assert texts(blocks[3]) == [["Grant", "1", "20% to 50%"], ["Loan", "2", "40% to 75%"], ["Other", "0", "0% to 25%"]]
    assert "Shares are of the 3 boxes ticked." in blocks[3].data["note"]
    assert [line.split(",")[-3:] for line in blocks[2].data["csv"].splitlines()[1:]] == [["", "", ""]] * 3
    # A single choice is one of those asked all the same.
    assert "Shares are of those asked." in blocks[1].data["note"]


def test_the_figure_says_its_counts_and_the_most_frequent_answer(asked):
    english, french = (shown(asked(lang))[2].data for lang in ("en", "fr"))
    assert english["title"] == "“Tools”: “Loan” is documented most often, for 2 of 3 métropoles"
    assert english["alt"] == (
        "Stacked bars, one per answer to “Tools”. Grant: 1 yes, 1 no, 1 unknown; Loan: 2 yes, 0 no, 1 unknown; "
        "Other: 0 yes, 2 no, 1 unknown."
    )
    assert plain(french["title"]) == "« Outils » : « Prêt » est la réponse la plus documentée, 2 métropoles sur 3"
    rows = [line.split(",")[:5] for line in english["csv"].splitlines()]
    assert rows == [
        ["label", "yes", "planned", "no", "unknown"],
        ["Loan", "2", "0", "0", "1"],
        ["Grant", "1", "0", "1", "1"],
        ["Other", "0", "0", "2", "1"],
    ]


def test_answers_that_tie_are_named_together(asked):
    def tie(text):
        return text + FACTS.replace("loan;grant", "grant")

    title = shown(asked(files={EVIDENCE: tie}))[2].data["title"]
    assert title == "“Tools”: “Grant” and “Loan” are documented most often, each for 1 of 3 métropoles"


def test_a_choice_that_nobody_answered_says_so(asked):
    found = asked(files={EVIDENCE: lambda text: text})
    titles = [block.data["title"] for block in shown(found)]
    assert titles == [
        "“Kind”: no answer is known", "Answers: Kind", "“Tools”: no answer is known", "Answers: Tools",
    ]  # fmt: skip
    assert choices.choice_cards(found.context, found.lever(1), found.ledger) == []


def test_days_are_listed_with_who_gave_them(asked, texts):
    block = shown(asked())[4]
    assert texts(block) == [["Arbois", "1 February 2016"], ["Cassis", "4 May 2018"]]
    assert block.data["title"] == "Day of the vote"
    assert texts(shown(asked("fr"))[4])[0] == ["Arbois", "1er février 2016"]


def test_many_days_are_told_by_the_first_and_the_last(asked, texts, monkeypatch):
    monkeypatch.setattr(choices, "_FEW", 1)
    block = shown(asked())[4]
    assert [column["label"] for column in block.data["columns"]] == ["Known dates", "First", "Last"]
    assert texts(block) == [["2", "1 February 2016", "4 May 2018"]]


def test_a_lever_without_choices_shows_nothing(small):
    assert choices.blocks(small.context, small.lever(1), small.cleaned.levers[1], small.ledger) == []


def test_a_choice_put_to_nobody_is_left_out(asked):
    def nobody(text):
        gate = "    universe: {question: elected, answers: [planned]}\n"
        return (text + QUESTIONS).replace("    hint: {fr: La principale.", gate + "    hint: {fr: La principale.")

    # Cassis, of whom nobody knows whether it has an elected member, is told to have none.
    known = "E030,cassis,0,elected,no,2020,year,,S002,high,None,Aucun\n"
    found = asked(files={LEVER: nobody, EVIDENCE: lambda text: text + FACTS + known})
    assert "lever-1-legal-kind-table" not in [block.data["key"] for block in shown(found)]


def test_the_card_of_a_choice_is_its_most_frequent_answer(asked):
    found = asked()
    kind, tools = choices.choice_cards(found.context, found.lever(1), found.ledger)
    assert (kind["value"], kind["label"], kind["key"]) == ("2", "Kind: Plan", "legal_kind_.plan.count")
    assert (tools["label"], tools["detail"]) == ("Tools: Loan", "of 3 métropoles; 1 unknown")


def test_a_lever_of_choices_alone_has_them_as_its_cards(make_study, compute):
    def only(text):
        return text[: text.index("  - question: scheme")] + QUESTIONS

    def facts(text):
        return "".join(line for line in text.splitlines(keepends=True) if line.split(",")[2] != "1") + FACTS

    claims = {"data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0]}
    found = compute(make_study({LEVER: only, EVIDENCE: facts, **claims}), "en")
    items = chapter.lever_cards(found.context, found.lever(1), found.ledger).data["items"]
    assert [item["label"] for item in items] == ["Kind: Plan", "Tools: Loan"]
    assert chapter.bars(found.context, found.lever(1), found.ledger) == page([])


def test_the_questionnaire_shows_what_is_offered_and_within_which_bounds(asked, texts):
    rows = {row[-1]: row for row in texts(annexes.questionnaire(asked().context, asked().ledger)[3])}
    assert rows["legal_kind_"][1:3] == [
        "Which kind? The main one. Answers: Plan (plan); Fund (fund).", "one answer of several",
    ]  # fmt: skip
    assert rows["tools"][1] == "Which tools? Answers: Grant (grant); Loan (loan); Other (other)."
    assert rows["tools"][2] == "several answers at once"
    assert rows["voted_on"][2] == "date, from 30 March 2014 to 31 December 2020"
    assert rows["voted_on"][4] == rows["tools"][4] == rows["clauses"][4]
    assert rows["scheme"][1:3] == ["Have you adopted a scheme?", "yes / no"]


@pytest.mark.parametrize(
    ("removed", "said"),
    [("minimum", "date, until 31 December 2020"), ("maximum", "date, from 30 March 2014 on")],
)
def test_a_date_may_be_bounded_on_one_side(asked, texts, removed, said):
    def one_side(text):
        return "".join(line for line in (text + QUESTIONS).splitlines(keepends=True) if f"    {removed}:" not in line)

    found = asked(files={LEVER: one_side})
    rows = {row[-1]: row for row in texts(annexes.questionnaire(found.context, found.ledger)[3])}
    assert rows["voted_on"][2] == said


def test_what_became_of_the_facts_names_the_rule_of_a_choice(asked, texts):
    rows = texts(annexes.quality((found := asked()).context, found.cleaned, found.ledger)[0])
    assert ["in force", "a choice or a date: 6 years", "6"] in rows


def test_examples_of_a_choice_say_what_was_chosen(asked):
    found = asked()
    blocks = examples.question_examples(
        found.context, found.lever(1), found.cleaned.levers[1], found.facts(1), found.ledger
    )
    items = {block.data["title"]: [(i["label"], i["text"]) for i in block.data["items"]] for block in blocks}
    assert sorted(items["Kind"]) == [("Arbois – Plan", "A plan"), ("Cassis – Plan", "A plan too")]
    assert ("Arbois – Grant and Loan", "Both") in items["Tools"]


def opened(found):
    """The same wave as an open survey, where nobody is named."""
    return replace(found.context, study=found.context.study.model_copy(update={"open_survey": True}))


def test_an_open_survey_has_no_row_per_territory_and_no_name(asked, texts):
    found = asked()
    context, lever, tables = opened(found), found.lever(1), found.cleaned.levers[1]
    assert context.named is None and found.context.named["arbois"] == "Arbois"
    rows = lever_indicators(lever, tables, context.population, context.wave.reference_date)
    ledger = context.ledger(rows, tally_entries(lever, tables, context.named, "2020", context.study.languages))
    assert not [key for key in ledger.entries if key.endswith(".arbois")]
    assert {entry.texts["en"] for key, entry in ledger.entries.items() if key.endswith(".names")} == {""}
    assert texts(choices.blocks(context, lever, tables, ledger)[4]) == [["2", "1 February 2016", "4 May 2018"]]
    nothing = [
        chapter.matrix(context, lever, tables, ledger),
        overview.territories_figure(context, found.cleaned.levers, ledger),
        overview.territories_table(context, ledger),
        frame_table(context, ledger),
        page(maps.lever_map(context, lever, tables, ledger)),
        page(maps.overview_map(context, found.cleaned.levers, ledger)),
    ]
    assert nothing == [page([])] * 6
    assert history.earlier_waves(context) == []
    for block in (chapter.bars(context, lever, ledger), chapter.indicator_table(context, lever, ledger)):
        assert not [name for name in ("Arbois", "Belleville", "Cassis") if name in str(block.data)]
