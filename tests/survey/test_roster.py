"""Who may answer, under everything that they are called."""

from study.codebook.names import limesurvey_territories
from study.survey.roster import roster

ROSTER = roster(["lyon"], 2025, [("lyon", "Grand Lyon"), ("dole", "Dole"), ("lyon", "–")], [("lyon", "200046977")])


def test_a_name_without_case_accents_or_dashes():
    assert [ROSTER.named(text) for text in ("grand-lyon", "GRAND LYON", "Dole", "Grand", "–", "")] == [
        "lyon", "lyon", "dole", "", "", "",
    ]  # fmt: skip


def test_what_it_holds():
    assert ROSTER.keys == ("lyon",) and ROSTER.vintage == "2025" and ROSTER.sirens == {"200046977": "lyon"}
    assert ROSTER.short_keys == {code.casefold(): key for key, code in limesurvey_territories(["lyon"]).items()}
