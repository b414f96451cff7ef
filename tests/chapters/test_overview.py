from study.blocks.model import page
from study.chapters import overview


def test_key_cards_say_what_the_study_rests_on_then_the_best_action_of_each_lever(small):
    items = [item for block in overview.key_cards(small.context, small.ledger) for item in block.data["items"]]
    rests_on = ["frame.count", "evidence.count", "sources.count", "answers.known"]
    assert [item["key"] for item in items] == [*rests_on, "elected.count", "scheme.count", "all_levers.intensity"]
    # 14 facts, one of them withdrawn; two pages.
    assert [item["value"] for item in items[:3]] == ["3", "13", "2"]
    for item in items:
        assert item["value"] == small.ledger.text(item["key"], "fr")


def test_the_table_counts_yes_answers_over_what_each_territory_is_asked(small, texts):
    rows = {row[0]: row for row in texts(overview.territories_table(small.context, small.ledger))}
    assert next(iter(rows)) == "Arbois" and set(rows) == {"Arbois", "Belleville", "Cassis"}
    assert rows["Arbois"][1:3] == ["2/2", "1/2"]
    assert rows["Belleville"][1:3] == ["0/1", "0/2"]
    assert rows["Cassis"][2] == "1/2"
    # Arbois: three of four, the last one unknown; leaving one out gives 2/3 at least and 3/3 at most.
    assert rows["Arbois"][3].replace("\u202f", " ") == "75 % à 100 %"
    assert rows["Arbois"][4].replace("\u202f", " ") == "67 % à 100 %"


def test_the_figures_are_titled_by_what_they_show(small):
    grid = overview.territories_figure(small.context, small.cleaned.levers, small.ledger).data
    assert grid["key"] == "overview-territories" and grid["kind"] == "figure"
    assert "0" in grid["title"] and "3" in grid["title"] and "4" in grid["title"]
    assert "Arbois 3" in grid["alt"] and "Belleville 0" in grid["alt"]
    dots = overview.levers_figure(small.context, small.ledger).data
    # Governance: one yes of three and one of the one or two asked; purchasing: two of six.
    assert dots["title"].replace("\u00a0", " ").startswith("« Gouvernance »")
    assert "Gouvernance" in dots["alt"] and "Achats responsables" in dots["alt"]


def test_the_spread_puts_each_territory_somewhere_and_says_who_acts(small):
    chart = overview.spread_figure(small.context, small.cleaned.levers, small.ledger).data
    rows = [line.rsplit(",", 3) for line in chart["csv"].splitlines()[1:]]
    for label in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == label]
        assert sum(int(row[2]) for row in mine) == sum(int(row[3]) for row in mine) <= 3
        # Nobody can be known to do more than what is possible.
        assert sum(float(row[1]) * int(row[2]) for row in mine) <= sum(float(row[1]) * int(row[3]) for row in mine)
    acting = {small.ledger.text(f"lever_{lever}.acting_core", "fr") for lever in (0, 1)}
    assert all(count in chart["title"] for count in acting)


def test_levers_without_core_questions_are_left_out(make_full, compute):
    def optional(text):
        return text.replace("    core: true\n", "").replace(", intensity]", "]")

    found = compute(make_full({"data/raw/questionnaire/lever-1.yaml": optional}))
    assert [lever.lever for lever in overview.with_core(found.context)] == [0]
    table = overview.territories_table(found.context, found.ledger)
    assert "Achats" not in [column["label"] for column in table.data["columns"]]
    assert overview.levers_figure(found.context, found.ledger).data["svg"]


def test_a_study_of_which_nothing_is_known_has_its_pages(make_full, compute):
    def empty(text):
        return text.splitlines(keepends=True)[0]

    found = compute(make_full({"data/raw/evidence/evidence.csv": empty}))
    assert overview.key_cards(found.context, found.ledger)[0].data["items"][1]["value"] == "0"
    assert overview.territories_figure(found.context, found.cleaned.levers, found.ledger).data["svg"]
    assert overview.levers_figure(found.context, found.ledger).data["svg"]
    assert len(overview.territories_table(found.context, found.ledger).data["rows"]) == 3


def test_a_survey_counts_who_answered(surveyed, both):
    (block,) = overview.key_cards(surveyed.context, surveyed.ledger)
    keys = [item["key"] for item in block.data["items"]]
    assert keys[:3] == ["frame.count", "responses.count", "answers.known"]
    assert [item["value"] for item in block.data["items"]][:2] == ["3", "2"]
    assert block.data["items"][1]["detail"].startswith("67")
    (block,) = overview.key_cards(both.context, both.ledger)
    assert [item["key"] for item in block.data["items"]][1:3] == ["responses.count", "evidence.count"]


def test_a_survey_is_told_in_its_own_words_with_the_studys_noun(surveyed):
    context, ledger, levers = surveyed.context, surveyed.ledger, surveyed.cleaned.levers
    table = overview.territories_table(context, ledger).data
    grid = overview.territories_figure(context, levers, ledger).data
    dots = overview.levers_figure(context, ledger).data
    (cards,) = overview.key_cards(context, ledger)
    said = " ".join([table["title"], table["note"], grid["title"], grid["alt"], dots["title"], dots["alt"]])
    said += " ".join(item["label"] + item["detail"] for item in cards.data["items"])
    assert "document" not in said and "levier" not in said
    assert "thématique" in table["title"] and "2 thématiques" in grid["alt"]
    assert table["columns"][0]["label"] == "Métropole"


def test_a_study_without_core_questions_has_no_intensity_to_show(make_full, compute):
    def optional(text):
        return text.replace("    core: true\n", "").replace(", intensity]", "]")

    found = compute(make_full({f"data/raw/questionnaire/lever-{n}.yaml": optional for n in (0, 1)}))
    assert overview.levers_figure(found.context, found.ledger) == page([])
    assert overview.territories_figure(found.context, found.cleaned.levers, found.ledger) == page([])
    assert overview.territories_table(found.context, found.ledger) == page([])
    (block,) = overview.key_cards(found.context, found.ledger)
    assert [item["key"] for item in block.data["items"]] == ["frame.count", "evidence.count", "sources.count"]
