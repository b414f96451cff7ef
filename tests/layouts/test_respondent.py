from study.codebook.wordings import respondent_text
from study.layouts import limesurvey
from study.layouts.layout import Heading
from study.layouts.respondent import is_own_question, own_wordings, respondent_columns


def headings(*texts):
    return [Heading(i, text, limesurvey.readings(text)) for i, text in enumerate(texts)]


def test_the_forms_own_question_comes_first_then_the_studys_noun_then_the_others():
    found = respondent_columns(
        headings("SIREN", "Commune", "Nom de la commune", "territory. Qui ?", "Budget"), ["commune"]
    )
    assert found == [3, 1, 2, 0]


def test_what_people_write_around_the_noun_does_not_count():
    texts = ["Name of your local authority", "Welches Gebiet?", "Nom du territoire *", "Territoires voisins", "Nom"]
    assert sorted(respondent_columns(headings(*texts), [])) == [0, 1, 2]


def test_the_forms_own_question_by_its_code():
    assert [is_own_question(item) for item in headings("territory", "territory. Qui ?", "Territory?", "territory_2")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_forms_own_question_by_its_words(tools):
    wordings = own_wordings(tools.small)
    asked = [respondent_text(tools.small, lang) for lang in ("fr", "en")]
    assert [is_own_question(item, wordings) for item in headings(*asked, f"territory. {asked[0]}", "Qui ?")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert respondent_columns(headings("SIREN", asked[1]), [], wordings) == [1, 0]
