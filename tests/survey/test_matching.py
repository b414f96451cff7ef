"""Whose response it is: by what is settled, key, SIREN, name, or domain; never by likeness."""

import pandas as pd
import pytest

from study.exports.grid import Grid
from study.exports.settings import SurveySettings
from study.survey.matching import How, match, respondents, settings_problems
from study.survey.roster import roster

NAMES = [
    ("lyon", "lyon"), ("lyon", "Métropole de Lyon"), ("lyon", "Grand Lyon"), ("lille", "lille"),
    ("lille", "Métropole Européenne de Lille"), ("lille", "MEL"), ("dole", "Grand Dole"),
]  # fmt: skip
ROSTER = roster(["lyon", "lille"], 2025, NAMES, [("lyon", "200046977"), ("lille", "200093201")])
PLAIN = SurveySettings()


@pytest.mark.parametrize(
    ("text", "territory", "how"),
    [
        ("lyon", "lyon", How.KEY),
        ("Metropole de lyon", "lyon", How.NAME),
        ("METROPOLE EUROPEENNE DE LILLE", "lille", How.NAME),
        ("mel", "lille", How.NAME),
        ("200 046 977", "lyon", How.SIREN),
        ("20009320100015", "lille", How.SIREN),
        ("Grand Lyom", "", How.NEAR),
        ("Grand Dole", "", How.OTHER_VINTAGE),
        ("Conseil départemental du Jura", "", How.OUTSIDE),
        ("", "", How.NOBODY),
    ],
)
def test_what_a_text_leads_to(text, territory, how):
    found = match(text, ROSTER, PLAIN)
    assert (found.territory, found.how) == (territory, how)


def test_the_codes_that_our_limesurvey_form_gives_the_territories():
    from study.codebook.names import limesurvey_territories

    for key, code in limesurvey_territories(ROSTER.keys).items():
        assert match(code, ROSTER, PLAIN, short=True).territory == key
    assert match("lyon", roster(["lyon-3"], 2025, [], []), PLAIN).territory == ""


def test_a_code_that_is_another_s_key_or_name_counts_as_a_code_only_among_codes():
    keys = ["lil-le", "lille", "a"]
    of = roster(keys, 2025, [("lil-le", "Lil & Le"), ("lille", "Métropole de Lille"), ("a", "A")], [])
    assert responses_of(["lille", "lill2", "", "a"], roster=of, short=True)[0].territory.tolist() == [
        "lil-le",
        "lille",
        "",
        "a",
    ]
    names = ["Lil & Le", "lille", "Métropole de Lille", "A"]
    assert responses_of(names, roster=of, short=True)[0].territory.tolist() == ["lil-le", "lille", "lille", "a"]
    assert responses_of(["lille", "lill2"], roster=of)[0].territory.tolist() == ["lille", ""]


def test_a_near_name_is_proposed_and_settled_by_the_wave():
    assert match("Grand Lyom", ROSTER, PLAIN).near == "lyon"
    settled = SurveySettings(respondents={"grand lyom": "lyon", "MEL": "outside"})
    assert match("Grand Lyom", ROSTER, settled).territory == "lyon"
    assert match("MEL", ROSTER, settled).how is How.OUTSIDE


def test_only_the_ways_that_the_wave_allows():
    assert match("200046977", ROSTER, SurveySettings(match=["name"])).territory == ""
    assert match("Grand Lyon", ROSTER, SurveySettings(match=["siren"])).how is How.NEAR


def responses_of(texts, emails=None, roster=ROSTER, short=False, **settings):
    cells = pd.DataFrame({0: texts, 1: emails or [""] * len(texts)}, dtype="str")
    numbers = pd.Series(range(2, len(texts) + 2), dtype="int64").to_numpy()
    grid = Grid("answers.csv", "", cells, numbers, numbers * 0 + 2)
    rows = pd.DataFrame({"row": numbers, "response": [str(41 + i) for i in range(len(texts))], "counts": True})
    return respondents(grid, rows, 0, 1 if emails else None, roster, SurveySettings(**settings), short=short)


def test_each_case_is_told_at_its_cell(said):
    texts = ["Grand Lyon", "Grand Lyom", "", "Ville de Roubaix", "Grand Dole"]
    found, problems = responses_of(texts)
    assert found.territory.tolist() == ["lyon", "", "", "", ""]
    told = [(problem.code, problem.place.row, problem.place.column, str(problem.severity)) for problem in problems]
    assert told == [
        ("respondent-near", 3, "A", "error"),
        ("respondent-nameless", 4, "A", "error"),
        ("respondent-outside", 5, "A", "warning"),
        ("respondent-other-vintage", 6, "A", "error"),
    ]
    assert "the nearest is “lyon”" in said(problems[0], "en") and "« Grand Lyom »" in said(problems[0], "fr")
    assert "#43" in said(problems[1], "fr")
    assert "not counted" in said(problems[2], "en") and "hors" in said(problems[2], "fr").casefold()
    assert "which is not in the vintage" in said(problems[3], "en")


def test_a_response_is_settled_by_its_number():
    found, problems = responses_of(["", "Grand Lyon"], respondents={"#41": "lille", "#42": "outside"})
    assert found.territory.tolist() == ["lille", ""] and found.how.tolist() == ["settled", "outside"]
    assert [problem.code for problem in problems] == ["respondent-outside"]


def test_the_domain_of_an_address_when_the_wave_says_so(said):
    domains = {"grandlyon.com": "lyon", "lillemetropole.fr": "lille"}
    emails = ["a@grandlyon.com", "B@LilleMetropole.fr", "c@grandlyon.com", "d@example.org"]
    found, problems = responses_of(["", "Service ESS", "MEL", "Grand Lyon"], emails, email_domains=domains)
    assert found.territory.tolist() == ["lyon", "lille", "lille", "lyon"]
    assert found.how.tolist() == ["email", "email", "name", "name"]
    [problem] = problems
    assert problem.code == "respondent-domain" and problem.place.row == 4
    assert "“lyon”" in said(problem, "en")
    assert responses_of([""], ["a@grandlyon.com"])[0].territory.tolist() == [""]


def test_an_address_written_as_a_name_is_shown_masked():
    found, problems = responses_of(["camille.durand@grandlyon.com"])
    assert "durand" not in found.raw.iloc[0] and "durand" not in str(problems)


def test_what_the_wave_settles_must_be_of_the_wave(said):
    settings = SurveySettings(respondents={"X": "lyom", "Y": "outside", "Z": "lyon"}, email_domains={"a.fr": "outside"})
    problems = settings_problems(settings, ROSTER, "data/raw/waves/2025/wave.yaml")
    assert [(problem.code, problem.value, problem.place.column) for problem in problems] == [
        ("settled-for-nobody", "lyom", "survey.respondents"),
        ("settled-for-nobody", "outside", "survey.email_domains"),
    ]
    assert "Did you mean “lyon”?" in said(problems[0], "en") and "« lyom »" in said(problems[0], "fr")
