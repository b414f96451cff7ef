from dataclasses import replace

import pytest

from study.answers.clean import clean
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs
from study.trail.feeds import feeds, figures_fed, routed_from, tables_of

ALTERED = {"yes": "no", "no": "yes", "planned": "yes"}
BESIDE = {"value": "", "lower": ".lower", "upper": ".upper", "numerator": ".numerator", "base": ".base",
          "unknown": ".unknown", "median_age_years": ".median_age", "high_count": ".high"}  # fmt: skip


def ledger(inputs):
    """The values of the ledger's keys, as the pipeline computes them."""
    table = wave_indicators(inputs, clean(inputs), inputs.study.levers)
    return {
        f"{row['indicator']}{suffix}" + (f".{row['territory']}" if row["territory"] else ""): row[column]
        for row in table.to_dict("records")
        for column, suffix in BESIDE.items()
    }


def test_whatever_moves_when_an_answer_is_altered_is_fed_by_it(small_study, trail):
    small_study.corrections.write_text(small_study.corrections.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    inputs = load_inputs_sealed(small_study)
    before = ledger(inputs)
    traced = 0
    for evidence, fact in trail.facts.items():
        table = inputs.evidence.copy()
        mine = table["evidence"] == evidence
        answer = str(fact["answer"])
        table.loc[mine, "answer"] = ALTERED.get(answer) or (
            str(float(answer) + 1) if answer[0].isdigit() else f"{answer}!"
        )
        after = ledger(replace(inputs, evidence=table))
        moved = {key for key, value in after.items() if str(value) != str(before[key])} & set(trail.numbers)
        assert moved <= feeds(trail, evidence), (evidence, moved - feeds(trail, evidence))
        traced += len(moved)
    assert traced > 40


def load_inputs_sealed(paths):
    from study.intake import checksums

    paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
    for export in paths.responses("2020").glob("*"):
        export.unlink()
    paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
    return load_inputs(paths, "2020")


def test_a_fact_feeds_what_is_computed_from_its_case_and_no_other(trail):
    fed = feeds(trail, "E005")
    assert {"scheme.count", "scheme.share.upper", "scheme.yes.names", "all_levers.intensity.arbois", "answers.known",
            "evolution.2018.scheme.before", "claim.C01.documented", "claims.reproduced", "evidence.live",
            "bridge.2018.scheme.count.evidence"} <= fed  # fmt: skip
    assert not {"clauses.count", "lever_0.intensity", "claim.C01.value", "frame.count", "codebook.core",
                "responses.count", "collection.1"} & fed  # fmt: skip
    assert "evidence.lever_1" in fed and "evidence.lever_1" not in feeds(trail, "E006")  # of Arbois and S001 alone


def test_a_filter_feeds_the_questions_that_it_routes_to(trail):
    assert routed_from(trail, "elected") == {"elected", "staff"} and routed_from(trail, "staff") == {"staff"}
    assert "staff.not_asked" in feeds(trail, "E002") and "elected.count" not in feeds(trail, "E003")


def test_a_fact_set_aside_feeds_what_it_is_considered_for(trail):
    assert "clauses.count" in feeds(trail, "E007") and "evidence.live" in feeds(trail, "E007")  # lapsed: it might hold
    assert feeds(trail, "E014") == {"evidence.all", "evidence.gone"}  # withdrawn: it counts as such, and no more


def test_one_territory_s_numbers_are_its_own(trail):
    assert "all_levers.intensity.arbois" not in feeds(trail, "E006")


def test_figures_and_tables_are_fed_too(trail):
    assert figures_fed(trail, "E005") == {"lever-1-questions"} and figures_fed(trail, "E001") == set()
    assert list(tables_of(trail, feeds(trail, "E008"))) == ["lever-1-indicators"]
    assert list(tables_of(trail, feeds(trail, "E001"))) == []


def test_an_unknown_fact_is_an_error(trail):
    with pytest.raises(KeyError):
        feeds(trail, "E999")
