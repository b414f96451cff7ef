"""What a look at a survey says: counts by hand, problems by severity, every unreadable cell."""

import pytest

from study.base.errors import Severity
from study.intake.inputs import load_survey
from study.survey.summary import summary

FILE = "data/raw/waves/2020/responses/answers.csv"
EXPORT = (
    "territory,elected,staff,scheme,purchases_eur\nArbois,oui,perhaps,oui,12\nCassis,non,,,environ 12\nCassiz,oui,,,\n"
)


@pytest.fixture
def seen(make_study):
    def look(text=EXPORT, lang="en"):
        found = load_survey(make_study({FILE: text}), "2020")
        return summary(found.study, "Title", "2020", found.responses, found.problems, found.names, lang)

    return look


def test_who_answered_and_what(seen):
    found = seen()
    assert (found.territories, found.answered, found.missing) == (3, ("Arbois", "Cassis"), ("Belleville",))
    assert found.response_rate == 2 / 3
    assert found.fates["counted"] == 2 and found.fates["unsettled"] == 1 and sum(found.fates.values()) == 3
    assert [(item.question, item.asked, item.given, item.refused) for item in found.questions] == [
        ("elected", 2, 2, 0),
        ("staff", 2, 0, 1),
        ("scheme", 2, 1, 0),
        ("purchases_eur", 2, 1, 1),
    ]
    [export] = found.exports
    assert (export.flavour, export.responses, export.columns, export.answering_columns) == ("spreadsheet", 3, 5, 4)
    assert export.reasons and all(reason[-1:] for reason in export.reasons)


def test_problems_come_by_severity_and_unreadable_cells_among_them(seen):
    found = seen()
    order = [item.severity for item in found.problems]
    assert order == sorted(order, key=list(Severity).index)
    assert [item.code for item in found.errors] == ["respondent-near"]
    cells = [item for item in found.of(Severity.WARNING) if "refused.csv" in item.why]
    assert [item.place for item in cells] == [f"{FILE}, row 2, column C", f"{FILE}, row 3, column E"]
    assert "“perhaps”" in cells[0].what and "yes, planned and no" in cells[0].remedy


def test_plain_values_hold_the_rates(seen):
    found = seen().plain()
    assert found["response_rate"] == 2 / 3 and found["questions"][1]["response_rate"] == 0.0
    assert found["problems"][0]["severity"] == "error"


def test_in_french(seen):
    words = " ".join(item.what for item in seen(lang="fr").problems)
    assert "« Cassiz »" in words.replace("\u00a0", " ") and "is nobody" not in words
