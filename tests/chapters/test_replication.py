import dataclasses

import pandas as pd
import pytest

from study.answers.survey import survey_states
from study.blocks.model import page
from study.chapters import replication
from study.indicators.replication import check_claims


@pytest.fixture
def checked():
    """The claims of a computed wave, recomputed."""

    def run(found):
        inputs, context = found.inputs, found.context
        survey = survey_states(inputs.responses, context.wave.reference_date)
        return check_claims(
            inputs.claims, inputs.evidence, inputs.study, context.territories, context.population, survey=survey
        )

    return run


def ledger(found, checked):
    """The ledger of the claims, as the notebook makes it."""
    return found.context.ledger([], replication.claim_entries(found.context, checked(found)))


def test_every_claim_has_its_row_with_its_verdict_in_words(small, checked, texts):
    block = replication.claims_table(small.context, small.inputs.claims, checked(small), ledger(small, checked))
    rows = texts(block)
    assert [row[0] for row in rows] == ["C01", "C02", "C03"]
    assert [row[1] for row in rows] == ["Territoires dotés d’un schéma", "Territoires étudiés", "Territoires venus"]
    assert [row[2] for row in rows] == ["31 décembre 2020", "2020", "juin 2020"]
    assert [row[3] for row in rows] == ["1", "3", "2"]
    assert [row[4] for row in rows] == ["1 (1 à 2)", "3", "–"]
    assert [row[5] for row in rows] == ["reproduit", "reproduit", "non calculable"] or len(
        {row[5] for row in rows}
    ) == 2
    assert [cell["tone"] for cell in (row[5] for row in block.data["rows"])] == ["yes", "yes", "unknown"]
    # C01 comes from S001, which is also where its one fact comes from; that fact is of high confidence.
    assert rows[0][6:] == ["0", "1"] and rows[2][6:] == ["–", "–"]


def test_the_verdicts_are_counted_and_add_up(small, checked):
    values = {row.indicator: row.value for row in replication.claim_indicators(checked(small))}
    assert values == {
        "claims.count": 3,
        "claims.reproduced": 2,
        "claims.consistent": 0,
        "claims.contradicted": 0,
        "claims.not_computable": 1,
    }


def test_the_cards_print_the_ledgers_counts(small, checked):
    found = checked(small)
    ledger = small.context.ledger(replication.claim_indicators(found), replication.claim_entries(small.context, found))
    items = replication.verdict_cards(small.context, ledger).data["items"]
    assert [(item["key"], item["value"]) for item in items] == [
        ("claims.reproduced", "2"),
        ("claims.not_computable", "1"),
    ]
    assert all("3" in item["detail"] for item in items)
    assert ledger.text("claim.C01.value", "fr") == "1" and ledger.text("claim.C01.upper", "fr") == "2"
    assert ledger.text("claim.C01.names", "fr") == "Arbois"


def test_who_is_counted_missing_or_added_is_named(make_full, compute, checked, texts):
    def other(text):
        return text.replace("scheme.count,arbois,", "scheme.count,belleville|cassis,")

    found = compute(make_full({"data/raw/waves/2020/claims.csv": other}))
    (block,) = replication.names_table(found.context, checked(found))
    assert texts(block) == [["C01", "Arbois", "Belleville et Cassis", "Arbois"]]


def test_a_claim_that_names_nobody_misses_and_adds_nobody(make_full, compute, checked, texts):
    found = compute(make_full({"data/raw/waves/2020/claims.csv": lambda text: text.replace(",arbois,", ",,")}))
    (block,) = replication.names_table(found.context, checked(found))
    assert texts(block) == [["C01", "Arbois", "–", "–"]]


def test_reasons_are_told_and_there_may_be_none(small, make_full, compute, checked, texts):
    (block,) = replication.reasons_table(small.context, small.inputs.claims, checked(small))
    assert texts(block) == [["the list was not published", "C03"]]

    def computable(text):
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("C03"))

    found = compute(make_full({"data/raw/waves/2020/claims.csv": computable}))
    assert replication.reasons_table(found.context, found.inputs.claims, checked(found)) == []


def test_where_nothing_can_be_computed_no_column_is_empty_and_a_reason_stands_once(make_full, compute, checked, texts):
    def context_only(text):
        head, *rows = text.splitlines(keepends=True)
        line = next(row for row in rows if row.startswith("C03"))
        return head + line + line.replace("C03", "C04").replace(",territories,", ",% of authorities,")

    found = compute(make_full({"data/raw/waves/2020/claims.csv": context_only}))
    block = replication.claims_table(found.context, found.inputs.claims, checked(found), ledger(found, checked))
    assert [column["label"] for column in block.data["columns"]] == [
        "N°",
        "Chiffre publié",
        "Date",
        "Publié",
        "Verdict",
    ]
    assert [row[3:] for row in texts(block)] == [["2", "non calculable"], ["2\u202f%", "non calculable"]]
    (reasons,) = replication.reasons_table(found.context, found.inputs.claims, checked(found))
    assert texts(reasons) == [["the list was not published", "C03 et C04"]]


def test_a_wave_without_claims_has_nothing_to_show(make_full, compute, checked):
    found = compute(make_full({"data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0]}))
    none = checked(found)
    assert replication.claims_table(found.context, found.inputs.claims, none, found.ledger) == page([])
    assert replication.names_table(found.context, none) == []
    assert replication.claim_indicators(none)[0].value == 0
    assert replication.verdict_cards(found.context, found.context.ledger(replication.claim_indicators(none))) == page(
        []
    )


def test_statements_come_in_english_in_the_english_report(small_en, checked, texts):
    rows = texts(
        replication.claims_table(small_en.context, small_en.inputs.claims, checked(small_en), ledger(small_en, checked))
    )
    assert rows[0][1] == "Territories with a scheme"
    assert [row[5] for row in rows] == ["reproduced", "reproduced", "not computable"]


def test_a_survey_has_no_source_to_set_aside(surveyed, checked, texts):
    empty = dict.fromkeys(surveyed.inputs.claims.columns, "")
    claims = pd.DataFrame(
        [
            {**empty, "claim": "C01", "as_of": "2020-12-31", "value": 60_000_012.5, "indicator": "purchases_eur.total"},
            {**empty, "claim": "C02", "as_of": "2020", "value": 1.0, "indicator": "scheme.count", "names": "arbois"},
        ]
    )
    found = dataclasses.replace(surveyed, inputs=dataclasses.replace(surveyed.inputs, claims=claims))
    block = replication.claims_table(found.context, claims, checked(found), ledger(found, checked))
    assert len(block.data["columns"]) == 6 and block.data["note"] == ""
    assert "document" not in (block.data["title"] + block.data["columns"][4]["label"]).lower()
    shown = [[cell.replace("\u202f", " ") for cell in row] for row in texts(block)]
    # Arbois 60 000 000 and Belleville 12,5; Cassis did not answer, so the total has no upper bound.
    assert shown[0][3:5] == ["60 000 012,5", "60 000 012,5"] and shown[1][3:5] == ["1", "1 (1 à 2)"]
    (names,) = replication.names_table(found.context, checked(found))
    assert [column["label"] for column in names.data["columns"]][1] == "Ont répondu oui"
