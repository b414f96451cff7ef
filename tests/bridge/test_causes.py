"""What is behind a number, and why it differs."""

import json

import pytest

from study.bridge.causes import Basis, Cause, Differences, Why, basis_of, causes, codebooks, trail_basis
from study.bridge.sources import FieldChange, FileChange
from study.intake.changes import RowChange

LEVERS = [
    {
        "lever": 1,
        "questions": [{"question": "scheme", "core": True}, {"question": "clauses", "core": True}, {"question": "eur"}],
    },
    {"lever": 2, "questions": [{"question": "prize", "core": True}]},
    None,
]
KNOWN = codebooks(LEVERS, ["lille", "lyon"])
FACTS = {("1", "scheme", "lille"): ("E1",), ("1", "clauses", "lyon"): ("E2", "E3"), ("2", "prize", "lille"): ("E9",)}
LEVER_FILE = "data/raw/questionnaire/lever-1.yaml"


def differences(*files, facts=None, code=False, environment=False, same_wave=True):
    return Differences(files, facts or {}, code, environment, same_wave)


@pytest.mark.parametrize(
    ("key", "indicator", "questions", "territory"),
    [
        ("scheme.count", "scheme.count", {"scheme"}, ""),
        ("scheme.share.upper", "scheme.share", {"scheme"}, ""),
        ("evolution.2019.scheme.adopted", "evolution.2019.scheme.adopted", {"scheme"}, ""),
        ("lever_1.intensity.lille", "lever_1.intensity", {"scheme", "clauses"}, "lille"),
        ("all_levers.intensity", "all_levers.intensity", {"scheme", "clauses", "prize"}, ""),
        ("claim.C07.documented", "prize.count", {"prize"}, ""),
        ("value.eur.lyon", "value.eur.lyon", {"eur"}, "lyon"),
        ("frame.count", "frame.count", None, ""),
    ],
)
def test_a_key_says_what_its_number_rests_on(key, indicator, questions, territory):
    assert basis_of(key, indicator, KNOWN) == Basis(None if questions is None else frozenset(questions), territory)


def test_counts_of_facts_rest_on_all_of_them():
    basis = basis_of("evidence.live", "evidence.live", KNOWN)
    assert causes("evidence.live", basis, differences(facts=FACTS)) == (Cause(Why.EVIDENCE, ("E1", "E2", "E3", "E9")),)


@pytest.mark.parametrize(
    ("key", "ids"),
    [("scheme.count", ("E1",)), ("lever_1.intensity", ("E1", "E2", "E3")), ("lever_1.intensity.lyon", ("E2", "E3"))],
)
def test_facts_are_blamed_for_what_they_feed_alone(key, ids):
    basis = basis_of(key, key, KNOWN)
    assert causes(key, basis, differences(facts=FACTS, code=True)) == (Cause(Why.EVIDENCE, ids),)


def test_what_no_input_explains_is_left_to_the_code_then_to_the_environment():
    basis = basis_of("eur.median", "eur.median", KNOWN)
    assert causes("eur.median", basis, differences(facts=FACTS, code=True, environment=True)) == (Cause(Why.CODE),)
    assert causes("eur.median", basis, differences(facts=FACTS, environment=True)) == (Cause(Why.ENVIRONMENT),)
    assert causes("eur.median", basis, differences(facts=FACTS)) == (Cause(Why.UNKNOWN),)


def test_a_definition_is_a_cause_and_a_wording_is_not():
    changed = [
        FieldChange("questions.scheme.validity.kind", '"years"', '"permanent"'),
        FieldChange("questions.clauses.label.fr", "a", "b"),
    ]
    found = differences(FileChange(LEVER_FILE, "changed", fields=tuple(changed)), code=True)
    assert causes("scheme.count", basis_of("scheme.count", "scheme.count", KNOWN), found) == (
        Cause(Why.QUESTIONNAIRE, ("scheme",)),
    )
    assert causes("clauses.count", basis_of("clauses.count", "clauses.count", KNOWN), found) == (Cause(Why.CODE),)


def test_another_date_is_a_cause_of_every_number():
    dated = FileChange("data/raw/waves/<wave>/wave.yaml", "changed", fields=(FieldChange("reference_date", "a", "b"),))
    basis = basis_of("scheme.count", "scheme.count", KNOWN)
    assert causes("scheme.count", basis, differences(dated, facts=FACTS)) == (
        Cause(Why.EVIDENCE, ("E1",)),
        Cause(Why.DATE),
    )
    assert causes("scheme.count", basis, differences(same_wave=False)) == (Cause(Why.DATE),)


@pytest.mark.parametrize(
    ("file", "key", "why"),
    [
        (FileChange("data/raw/frame.csv", "changed"), "frame.count", Why.FRAME),
        (FileChange("data/raw/waves/<wave>/responses/a.csv", "changed"), "scheme.count", Why.RESPONSES),
        (FileChange("data/raw/waves/<wave>/claims.csv", "changed"), "claims.count", Why.CLAIMS),
        (FileChange("data/raw/evidence/sources.csv", "changed"), "sources.count", Why.EVIDENCE),
        (
            FileChange(
                "data/raw/evidence/corrections.csv", "changed", rows=(RowChange("added", "2020, lille, scheme", 2),)
            ),
            "scheme.count",
            Why.CORRECTIONS,
        ),
        (
            FileChange(
                "data/raw/questionnaire/study.yaml", "changed", fields=(FieldChange("defaults.no_years", "2", "3"),)
            ),
            "scheme.count",
            Why.QUESTIONNAIRE,
        ),
    ],
)
def test_other_inputs_are_causes_of_what_they_feed(file, key, why):
    assert causes(key, basis_of(key, key, KNOWN), differences(file, code=True)) == (Cause(why),)


def test_a_trail_says_better_what_a_number_rests_on():
    of = {"kind": "answers", "questions": ["clauses"], "territory": "lyon"}
    trail = {"numbers": {"x.count": {"of": of}, "y": {"of": {"kind": "frame"}}, "z": {}}}
    assert trail_basis(json.dumps(trail).encode()) == {"x.count": Basis(frozenset({"clauses"}), "lyon")}
    assert trail_basis(None) == trail_basis(b"{") == trail_basis(b"[]") == trail_basis(b"{}") == {}
