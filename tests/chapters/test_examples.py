import pytest

from study.base.marks import plain
from study.blocks.model import page
from study.chapters import examples

from ..released import release


def labels(blocks):
    return [
        (block.data["title"], [(item["label"], item["evidence"]) for item in block.data["items"]]) for block in blocks
    ]


def question_examples(found, number):
    tables = found.cleaned.levers[number]
    return examples.question_examples(found.context, found.lever(number), tables, found.facts(number), found.ledger)


def test_each_action_is_shown_by_live_facts_that_its_answer_rests_on(small):
    # Lapsed (E007), in conflict (E008), planned (E006) and withdrawn (E014) facts are no examples.
    assert labels(question_examples(small, 1)) == [
        ("Schéma adopté", [("Arbois", "E005")]),
        ("Clauses sociales", [("Cassis", "E010")]),
    ]


def test_an_example_gives_its_words_in_the_language_with_the_page(small, small_en):
    item = question_examples(small, 1)[0].data["items"][0]
    assert item == {
        "label": "Arbois",
        "text": "Adopté par délibération",
        "source": "Ville d’Arbois, 1er septembre 2020",
        "url": "https://example.org/rapport",
        "evidence": "E005",
    }
    english = question_examples(small_en, 1)[1].data["items"][0]
    assert (english["text"], english["source"]) == ("Clauses in services", "Réseau inventé, undated")


def test_high_confidence_comes_first_then_the_newest_then_territories_not_yet_named(make_full, compute):
    def more(text):
        return text + (
            "E101,belleville,0,elected,yes,2020-08-01,day,,S001,high,Newer,Plus récente\n"
            "E102,cassis,0,elected,yes,2020-09-01,day,,S001,medium,Newest,La plus récente\n"
            "E103,belleville,0,staff,yes,2020-01,month,,S001,medium,Staff,Équipe\n"
            "E104,cassis,0,staff,yes,2019-01,month,,S001,high,Staff,Équipe\n"
        )

    blocks = question_examples(compute(make_full({"data/raw/evidence/evidence.csv": more})), 0)
    assert labels(blocks) == [
        ("Élu délégué", [("Belleville", "E101"), ("Arbois", "E001")]),
        ("Équipe", [("Cassis", "E104"), ("Arbois", "E003")]),
    ]


def test_facts_without_a_word_in_the_language_are_no_examples(make_full, compute):
    edit = {"data/raw/evidence/evidence.csv": lambda text: text.replace(",Adopté par délibération", ",")}
    assert labels(question_examples(compute(make_full(edit)), 1)) == [("Clauses sociales", [("Cassis", "E010")])]


def test_a_sentence_is_told_once(make_full, compute):
    def more(text):
        return text + (
            "E101,belleville,1,scheme,yes,2020-08-01,day,,S001,high,One sentence,Une phrase\n"
            "E102,belleville,1,clauses,yes,2020-08-01,day,,S001,high,One sentence,Une phrase\n"
        )

    told = [item["text"] for block in question_examples(compute(make_full({"data/raw/evidence/evidence.csv": more})), 1)
            for item in block.data["items"]]  # fmt: skip
    assert told.count("Une phrase") == 1 and len(told) == len(set(told))


@pytest.mark.parametrize(
    ("answer", "note", "shown"),
    [
        ("779973", "Total since 2017", "779,973: Total since 2017"),
        ("60000", "60,000 EUR a year", "60,000 EUR a year"),
        ("1200000", "1.2 M EUR over three years", "1.2 M EUR over three years"),
        ("20", "Since 2017", "20: Since 2017"),
        ("0.5", "A share", "0.5: A share"),
        ("yes", "Adopted", "Adopted"),
        ("42", "", "42"),
    ],
)
def test_the_number_of_a_fact_is_told_where_its_note_does_not(small_en, answer, note, shown):
    fact = {"answer": answer, "note": note}
    assert examples.note_text(small_en.context, fact) == shown


def test_actions_without_a_question_are_named_with_their_code(small, make_full, compute):
    (block,) = examples.other_actions(small.context, small.lever(1), small.facts(1))
    (item,) = block.data["items"]
    assert "Cassis" in item["label"] and "Charte d’achats" in item["label"]
    assert (item["text"], item["evidence"]) == ("Une charte", "E013")
    none = compute(make_full({"data/raw/evidence/evidence.csv": lambda text: text.replace("E013,cassis,1,charter,yes,2019", "E013,cassis,1,charter,yes,1999")}))  # fmt: skip
    assert examples.other_actions(none.context, none.lever(1), none.facts(1)) == []


def test_documented_amounts_are_listed_with_their_date_and_page(small, texts):
    tables = small.cleaned.levers[1]
    (block,) = examples.numbers_table(small.context, small.lever(1), tables, small.facts(1), small.ledger)
    rows = [[cell.replace("\u202f", " ").replace("\u00a0", " ") for cell in row] for row in texts(block)]
    assert [row[:2] for row in rows] == [["Achats annuels", "Arbois"], ["Achats annuels", "Cassis"]]
    assert rows[0][2].startswith("60 000 000") and rows[0][3] == "2019"
    assert rows[0][4] == "Ville d’Arbois, 1er septembre 2020"
    assert block.data["rows"][0][4]["url"] == "https://example.org/rapport"


def test_a_lever_without_amounts_has_no_such_table(small):
    assert (
        examples.numbers_table(small.context, small.lever(0), small.cleaned.levers[0], small.facts(0), small.ledger)
        == []
    )


def test_the_choice_does_not_hang_on_the_order_of_the_rows(small):
    facts = small.facts(1)
    backwards = facts.iloc[::-1].reset_index(drop=True)
    tables = small.cleaned.levers[1]
    one = examples.question_examples(small.context, small.lever(1), tables, facts, small.ledger)
    two = examples.question_examples(small.context, small.lever(1), tables, backwards, small.ledger)
    assert labels(one) == labels(two)


def test_the_heading_is_a_heading(small):
    assert examples.examples_heading(small.context).data["kind"] == "heading"


def test_what_was_written_in_a_survey_is_shown_in_its_words(surveyed):
    heading, block = question_examples(surveyed, 1)
    assert heading.data["kind"] == "heading"
    assert block.data["title"] == "Autres actions"
    (item,) = block.data["items"]
    assert (item["label"], item["text"], item["url"], item["evidence"]) == ("Belleville", "Une charte", "", "")
    assert item["source"] == "réponse à l’enquête"
    assert examples.examples_heading(surveyed.context) == page([])
    assert (
        examples.numbers_table(
            surveyed.context, surveyed.lever(1), surveyed.cleaned.levers[1], surveyed.facts(1), surveyed.ledger
        )
        == []
    )


def test_many_texts_are_cut_and_counted(make_study, compute):
    frame = "territory,vintage,name,short_name,source\n" + "".join(
        f"t{i:02},{year},Ville {i:02},Ville {i:02},inventée\n" for year in (2020, 2021) for i in range(14)
    )
    survey = "territory;lever_0.actions\n" + "".join(f"t{i:02};Mot {i}\n" for i in range(13))
    files = {
        "data/raw/frame.csv": frame,
        "data/raw/waves/2020/responses/answers.csv": survey,
        "data/raw/evidence/evidence.csv": lambda text: text.splitlines(keepends=True)[0],
        "data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0],
        "data/raw/questionnaire/lever-0.yaml": lambda text: text.replace("weighted_share, ", ""),
        "data/raw/questionnaire/lever-1.yaml": lambda text: text.replace("weighted_share, ", ""),
    }
    found = compute(release(make_study(files), "2020"))
    _, block = question_examples(found, 0)
    assert [item["text"] for item in block.data["items"]] == [f"Mot {i}" for i in range(10)]
    assert block.data["title"] == "Autres actions (10 réponses sur 13)"


def test_texts_that_nobody_has_read_are_counted_and_not_shown(make_surveyed, compute):
    found = compute(make_surveyed())
    heading, block = question_examples(found, 1)
    assert heading.data["kind"] == "heading" and block.data["title"] == "Autres actions"
    said = " ".join(plain(block.data["text"]).split())
    assert said == "Réponses en toutes lettres : 1. Elles ne sont pas publiées : elles n’ont pas encore été relues."
    assert "Une charte" not in str(block.data)


def test_documented_examples_come_before_what_was_written(both):
    blocks = question_examples(both, 1)
    assert [block.data.get("title") or block.data["text"] for block in blocks] == [
        "Exemples documentés", "Clauses sociales", "Autres actions documentées", "Dans leurs propres termes",
        "Autres actions",
    ]  # fmt: skip
    # Arbois and Belleville answered for themselves; Cassis is documented.
    assert labels(blocks[1:2]) == [("Clauses sociales", [("Cassis", "E010")])]
    assert examples.other_actions(both.context, both.lever(1), both.facts(1)) == []
    (table,) = examples.numbers_table(both.context, both.lever(1), both.cleaned.levers[1], both.facts(1), both.ledger)
    assert [row[1] for row in table.data["rows"]] == ["Cassis"]
