import pytest

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.intake.claims import indicators_of, load_claims
from study.intake.inputs import load_inputs
from study.intake.references import Known

CLAIMS = "data/raw/waves/2020/claims.csv"
GOOD = "C09,2020,2020-06,Said,Dit,2,territories,3,clauses.count,cassis|arbois,,S001"


def row(new):
    return lambda text: text + new + "\n"


def test_claims_are_typed(small_study):
    claims = load_inputs(small_study, "2020").claims
    assert claims["value"].tolist() == [1.0, 3.0, 2.0]
    assert claims["row"].tolist() == [2, 3, 4]


def test_what_a_claim_may_name(small_study):
    names = indicators_of(load_study(small_study))
    assert {"frame.count", "levers.count", "scheme.weighted_share", "purchases_eur.total"} <= set(names)
    assert "clauses.weighted_share" not in names  # the question does not list it


def test_a_right_claim(problems_of):
    assert problems_of({CLAIMS: row(GOOD)}) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "value", "english", "french"),
    [
        (
            "clauses.count",
            "",
            "claim-without-basis",
            "indicator",
            None,
            "has neither an indicator",
            "n’a ni indicateur",
        ),
        (
            *(",,S001", ",no list,S001", "claim-with-both", "not_computable_because", "no list"),
            *("has both an indicator", "a à la fois un indicateur"),
        ),
        (
            *("clauses.count", "clause.count", "unknown-indicator", "indicator", "clause.count"),
            *("Did you mean “clauses.count”?", "n’est pas un indicateur de l’étude"),
        ),
        (
            "cassis|",
            "casis|",
            "unknown-territory",
            "names",
            "casis",
            "Did you mean “cassis”?",
            "n’est pas un territoire",
        ),
        ("Dit,2,", "Dit,two,", "not-number", "value", "two", "is not a plain number", "n’est pas un nombre simple"),
        ("2020-06", "juin-20", "mangled-date", "as_of", "juin-20", "has rewritten", "réécrite par un tableur"),
        ("2020-06", "2020-6", "bad-date", "as_of", "2020-6", "is not a date", "n’est pas une date"),
        (",,S001", ",,S900", "unknown-source", "source", "S900", "is not in sources.csv", "pas dans sources.csv"),
        ("C09", "C02", "duplicate-key", "claim", "C02", "already stands in row 3", "figure déjà à la ligne 3"),
    ],
)
def test_each_fault(check_one, old, new, code, column, value, english, french):
    assert old in GOOD
    check_one(CLAIMS, row(GOOD.replace(old, new, 1)), code, 5, column, value, english, french)


def test_the_claims_of_this_repository(request):
    claims, problems = load_claims(StudyPaths(request.config.rootpath), "2019", Known())
    assert problems == []
    assert claims["claim"].tolist() == [*(f"C{i:02}" for i in range(1, 10)), "C31", "C35"]


def test_claims_are_read_as_far_as_they_can_be_where_the_questionnaire_cannot(small_study):
    claims, problems = load_claims(small_study, "2020", Known(None, None, None))
    assert problems == [] and "statement_fr" in claims.columns
    text = small_study.claims("2020").read_text("utf-8")
    small_study.claims("2020").write_text(text.replace("statement_fr", "statement_en", 1), "utf-8")
    assert load_claims(small_study, "2020", Known(None, None, None))[1] == []
    small_study.claims("2020").write_text(text.replace("statement_fr", "statement_de", 1), "utf-8")
    assert [problem.value for problem in load_claims(small_study, "2020", Known(None, None, None))[1]] == [
        "statement_de"
    ]
