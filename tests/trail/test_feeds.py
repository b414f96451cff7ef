from collections import Counter
from dataclasses import replace

import pytest

from study.answers import tables
from study.answers.clean import clean
from study.indicators.nonresponse import response_indicators
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs
from study.trail.basis import Bases
from study.trail.feeds import feeds, figures_fed, routed_from, tables_of
from study.trail.read import Trail

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


def test_whatever_moves_when_a_cell_is_altered_is_fed_by_it(small_study, trail, monkeypatch):
    monkeypatch.setattr(tables, "check", lambda *_: None)  # takes most of the time
    small_study.corrections.write_text(small_study.corrections.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    inputs = load_inputs_sealed(small_study)
    before = ledger(inputs)
    traced = Counter()
    for number, (evidence, fact) in enumerate(trail.facts.items()):
        answer, year, rest = str(fact["answer"]), int(fact["as_of"][:4]), fact["as_of"][4:]
        other = ALTERED.get(answer) or (str(float(answer) + 1) if answer[0].isdigit() else f"{answer}!")
        confidence = "high" if fact["confidence"] == "withdrawn" else "withdrawn"
        by_turns = (("confidence", confidence), ("as_of", f"{year + 9}{rest}"), ("as_of", f"{year - 9}{rest}"))
        for column, text in (("answer", other), by_turns[number % 3]):
            table = inputs.evidence.copy()
            table.loc[table["evidence"] == evidence, column] = text
            after = ledger(replace(inputs, evidence=table))
            moved = {key for key, value in after.items() if str(value) != str(before[key])} & set(trail.numbers)
            assert moved <= feeds(trail, evidence, column) <= feeds(trail, evidence), (evidence, column)
            traced[column] += len(moved)
    assert min(traced[column] for column in ("answer", "as_of", "confidence")) > 20, traced


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


def test_a_fact_that_routes_feeds_what_a_survey_was_asked(small_study, trail):
    # Belleville left the filter empty and answered what hangs on it; by the evidence it was not to be asked.
    export = small_study.responses("2020") / "answers.csv"
    export.parent.mkdir(parents=True, exist_ok=True)
    export.write_text("territory,elected,staff,scheme\nbelleville,,oui,oui\n", "utf-8")
    inputs = load_inputs(small_study, "2020", sealed=False)
    table = inputs.evidence.copy()
    table.loc[table["evidence"] == "E002", "answer"] = "yes"

    def responses(evidence):
        cleaned = clean(replace(inputs, evidence=evidence))
        found = response_indicators(cleaned.responses.answers, cleaned.responses.respondents, cleaned.states, 3)
        return {item.indicator: (item.numerator, item.base) for item in found}

    before, after = responses(inputs.evidence), responses(table)
    moved = {key for key in after if after[key] != before[key]}
    assert moved == {"responses.answers", "responses.items", "responses.lever_0.staff"}
    bases = Bases(inputs.study, "2020", set(inputs.frame["territory"]), [], {}, "")
    keys = {key: {"of": bases.of(key)} for key in after}
    data = trail.data
    surveyed = Trail({**data, "numbers": keys})
    assert feeds(surveyed, "E002") == moved
    assert feeds(surveyed, "E006") == set()  # routes to nothing, and adds nothing to a survey
    # Without a survey, its counts are nothing's.
    desk = {"cells": {}, "sha256": {name: digest for name, digest in data["sha256"].items() if "responses" not in name}}
    assert feeds(Trail({**data, **desk, "numbers": keys}), "E002") == set()


def test_a_fact_set_aside_feeds_what_it_is_considered_for(trail):
    assert "clauses.count" in feeds(trail, "E007") and "evidence.live" in feeds(trail, "E007")  # lapsed: it might hold
    # Withdrawn, it counts as such, and no more, whatever it says; with another confidence, it would count.
    assert feeds(trail, "E014", "answer") == {"evidence.all", "evidence.gone"}
    assert {
        "scheme.count",
        "evolution.2018.scheme.before",
        "claim.C01.documented",
        "evidence.live",
        "evidence.gone",
    } <= (feeds(trail, "E014", "confidence") & feeds(trail, "E014"))
    assert "elected.count" not in feeds(trail, "E014") and feeds(trail, "E014", "as_of") == feeds(trail, "E014")


def test_a_fact_feeds_what_it_would_count_for_with_an_earlier_date(trail):
    # In 2018 it was still to come; its answer alone moves nothing of 2018, its date does.
    assert trail.facts["E006"]["standing"]["2018"][0] == "later"
    earlier = "evolution.2018.lever_1.intensity"
    assert earlier in feeds(trail, "E006", "as_of") and earlier not in feeds(trail, "E006", "answer")
    assert {"evidence.later", "evidence.lapsed"} <= feeds(trail, "E006")
    assert "evidence.later" not in feeds(trail, "E006", "valid_until")


def test_one_territory_s_numbers_are_its_own(trail):
    assert "all_levers.intensity.arbois" not in feeds(trail, "E006")


def test_figures_and_tables_are_fed_too(trail):
    assert figures_fed(trail, "E005") == {"lever-1-questions"} and figures_fed(trail, "E001") == set()
    assert list(tables_of(trail, feeds(trail, "E008"))) == ["lever-1-indicators"]
    assert list(tables_of(trail, feeds(trail, "E001"))) == []


def test_an_unknown_fact_is_an_error(trail):
    with pytest.raises(KeyError):
        feeds(trail, "E999")
