"""Published figures recomputed: the verdict's rule, planted claims, and the real ones."""

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.answers.corrections import Corrections
from study.answers.survey import survey_states
from study.base.layout import StudyPaths
from study.exports.settings import MultipleBase
from study.indicators.replication import Recomputed, Verdict, check_claims, verdict
from study.intake.inputs import load_inputs

ROOT = Path(__file__).parents[2]
CLAIMS, EVIDENCE = "data/raw/waves/2020/claims.csv", "data/raw/evidence/evidence.csv"
HEADING = "claim,edition,as_of,statement,statement_fr,value,unit,base,indicator,names,not_computable_because,source"


@pytest.mark.parametrize(
    ("value", "named", "found", "expected"),
    [
        # Nothing is unknown: the value decides, whatever the names.
        (6, "", Recomputed(6, 6, 6, ("a", "b")), "reproduced"),
        (6, "x", Recomputed(6, 6, 6, ("a", "b")), "reproduced"),
        (5, "", Recomputed(6, 6, 6), "contradicted"),
        (7, "", Recomputed(6, 6, 6), "contradicted"),
        # Something is unknown: the names must be the claim's.
        (2, "ab", Recomputed(2, 2, 9, ("a", "b")), "reproduced"),
        (2, "ba", Recomputed(2, 2, 9, ("a", "b")), "reproduced"),
        (2, "ac", Recomputed(2, 2, 9, ("a", "b")), "consistent"),
        (2, "a", Recomputed(2, 2, 9, ("a", "b")), "consistent"),
        (2, "abc", Recomputed(2, 2, 9, ("a", "b")), "consistent"),
        (2, "", Recomputed(2, 2, 9, ("a", "b")), "consistent"),
        (0, "", Recomputed(0, 0, 9), "consistent"),
        # The names alone are not enough.
        (3, "ab", Recomputed(2, 2, 9, ("a", "b")), "consistent"),
        # Bounds belong to the interval.
        (9, "", Recomputed(7, 7, 22), "consistent"),
        (22, "", Recomputed(7, 7, 22), "consistent"),
        (7, "", Recomputed(7, 7, 22), "consistent"),
        (23, "", Recomputed(7, 7, 22), "contradicted"),
        (6, "", Recomputed(7, 7, 22), "contradicted"),
        (22.5, "", Recomputed(7, 7, 22), "contradicted"),
    ],
)
def test_the_verdict_s_table(value, named, found, expected):
    assert verdict(value, list(named), found) == expected


@given(
    value=st.integers(0, 12),
    yes=st.sets(st.sampled_from("abcdef")),
    named=st.sets(st.sampled_from("abcdef")),
    unknown=st.integers(0, 6),
)
def test_a_verdict_follows_from_the_design_s_words(value, yes, named, unknown):
    found = Recomputed(len(yes), len(yes), len(yes) + unknown, tuple(sorted(yes)))
    said = verdict(value, sorted(named), found)
    assert (said is Verdict.CONTRADICTED) == (value < len(yes) or value > len(yes) + unknown)
    same_names = bool(named) and named == yes
    assert (said is Verdict.REPRODUCED) == (value == len(yes) and (unknown == 0 or same_names))


@pytest.fixture
def check(make_study):
    """`check("2020,1,scheme.count,arbois,S001", files)`: the claim (as_of, value, indicator, names, source), checked."""

    def one(claim, files=None):
        as_of, value, indicator, names, source = claim.split(",")
        row = f"C01,2020,{as_of},A statement,Un énoncé,{value},x,,{indicator},{names},,{source}"
        inputs = load_inputs(make_study({CLAIMS: f"{HEADING}\n{row}\n", **(files or {})}), "2020")
        population = inputs.frame.set_index("territory")["population_municipal"]
        survey = survey_states(inputs.responses, inputs.wave.reference_date)
        [found] = check_claims(
            inputs.claims, inputs.evidence, inputs.study, list(inputs.frame["territory"]), population, survey=survey
        )
        return found

    return one


SURVEY = {"data/raw/waves/2020/responses/a.csv": "territory,scheme\nbelleville,yes\ncassis,no\n"}


def test_answers_to_the_survey_count_for_claims_of_its_day_and_later(check):
    # Documented: Arbois yes, Belleville planned, Cassis unknown. Asked: Belleville yes, Cassis no.
    for as_of in ("2020-12-31", "2020", "2020-12", "2021-03"):
        found = check(f"{as_of},2,scheme.count,,S001", SURVEY)
        assert (found.found, found.verdict) == (Recomputed(2, 2, 2, ("arbois", "belleville")), Verdict.REPRODUCED)
        # They are the territories' own, whatever the claim's source, and sure.
        assert (found.without_own_source, found.high_confidence) == (1, 2)


@pytest.mark.parametrize("as_of", ["2020-12-30", "2020-11", "2019"])
def test_before_the_survey_s_day_desk_evidence_alone_speaks(check, as_of):
    found = check(f"{as_of},2,scheme.count,,S001", SURVEY)
    assert found == check(f"{as_of},2,scheme.count,,S001")
    assert (found.found.value, found.found.upper) == (1, 2)


def test_a_count_with_its_names_and_bounds(check):
    found = check("2020-12-31,1,scheme.count,arbois,S001")
    assert (found.claim, found.value, found.indicator, found.named) == ("C01", 1, "scheme.count", ("arbois",))
    assert found.found == Recomputed(1, 1, 2, ("arbois",))
    assert found.verdict is Verdict.REPRODUCED
    assert check("2020-12-31,1,scheme.count,cassis,S001").verdict is Verdict.CONSISTENT
    assert check("2020-12-31,2,scheme.count,,S001").verdict is Verdict.CONSISTENT
    assert check("2020-12-31,3,scheme.count,,S001").verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("as_of", "last_day", "count"),
    [
        ("2020-07-09", date(2020, 7, 9), 0),
        ("2020-07-10", date(2020, 7, 10), 1),
        ("2020-06", date(2020, 6, 30), 0),
        ("2020-07", date(2020, 7, 31), 1),
        ("2020", date(2020, 12, 31), 1),
        ("2020-02", date(2020, 2, 29), 0),
        ("2019", date(2019, 12, 31), 0),
    ],
)
def test_a_claim_is_computed_at_the_last_day_that_its_own_date_may_mean(check, as_of, last_day, count):
    # Arbois's elected member is documented on 2020-07-10.
    found = check(f"{as_of},1,elected.count,,S001")
    assert (found.as_of, found.found.value) == (last_day, count)


def test_beside_the_verdict_stands_what_other_sources_and_high_confidence_say(check):
    found = check("2020-12-31,1,clauses.count,cassis,S002")
    # E008 (S001, yes) and E009 (S002, medium, no) are in conflict; E010 (S002, high) is Cassis's yes.
    assert found.found == Recomputed(1, 1, 3, ("cassis",))
    assert (found.without_own_source, found.high_confidence) == (1, 2)
    assert check("2020-12-31,1,scheme.count,,S001").without_own_source == 0
    assert check("2020-12-31,1,scheme.count,,S002").without_own_source == 1


def test_a_share_is_compared_in_whole_points(check):
    found = check("2020-12-31,33,scheme.share,,S001")
    assert (found.found.value, found.found.lower, found.found.upper) == (33, 33, 67)
    assert found.found.names == ()
    assert found.verdict is Verdict.CONSISTENT


def test_routing_holds_for_a_claim_too(check):
    # Belleville is not asked: it has no elected member.
    found = check("2020-12-31,1,staff.count,,S001")
    assert found.found == Recomputed(1, 1, 2, ("arbois",))


def test_a_conflict_that_a_correction_settles_counts_as_settled(small_study):
    inputs = load_inputs(small_study, "2020")
    claim = inputs.claims.iloc[:1].assign(indicator="clauses.count", value=2.0, names="", as_of="2020-12-31")
    population = inputs.frame.set_index("territory")["population_municipal"]
    line = {"wave": "2020", "territory": "belleville", "question": "clauses", "expect": "E008=yes;E009=no"}
    corrections = Corrections(pd.DataFrame([line | {"answer": "yes", "row": 2}]), "2020", "corrections.csv")
    given = claim, inputs.evidence, inputs.study, list(inputs.frame["territory"]), population
    assert check_claims(*given)[0].found == Recomputed(1, 1, 3, ("cassis",))
    assert check_claims(*given, corrections)[0].found == Recomputed(2, 2, 3, ("belleville", "cassis"))


def test_scope_and_levers_are_exact(check):
    assert check("2020,3,frame.count,,S001").verdict is Verdict.REPRODUCED
    assert check("2020,4,frame.count,,S001").verdict is Verdict.CONTRADICTED
    # Governance is transversal, and not counted among the levers.
    assert check("2020,1,levers.count,,S001").verdict is Verdict.REPRODUCED


def test_claims_keep_their_order_and_what_cannot_be_computed_says_so(small_study):
    inputs = load_inputs(small_study, "2020")
    population = inputs.frame.set_index("territory")["population_municipal"]
    found = check_claims(inputs.claims, inputs.evidence, inputs.study, list(inputs.frame["territory"]), population)
    assert [(item.claim, item.verdict.value) for item in found] == [
        ("C01", "reproduced"),
        ("C02", "reproduced"),
        ("C03", "not computable"),
    ]
    last = found[2]
    assert (last.found, last.without_own_source, last.high_confidence) == (None, None, None)
    assert (last.value, last.as_of) == (2, date(2020, 6, 30))


KNOWN = "E015,cassis,0,elected,no,2020,year,,S002,high,None,Aucun\n"


def test_a_share_of_the_determined_is_reproduced_when_nothing_is_unknown(check):
    # One yes, two no: a third of those determined, exactly.
    found = check("2020-12-31,33,elected.share_determined,,S001", {EVIDENCE: lambda text: text + KNOWN})
    assert found.found.value == 33
    assert found.verdict is Verdict.REPRODUCED


def test_a_share_of_the_determined_is_not_contradicted_by_its_own_value(check):
    found = check("2020-12-31,50,elected.share_determined,,S001")
    assert found.found.value == 50
    assert found.verdict is not Verdict.CONTRADICTED


def test_a_share_is_not_reproduced_while_a_small_territory_is_unknown(check):
    tiny = {"data/raw/frame.csv": lambda text: text.replace("301600,300100", "301600,1")}
    # Arbois (100100) yes, Belleville (200100) no, Cassis (1) unknown: 33.3 % of the inhabitants, within a rounding.
    found = check("2020-12-31,33,elected.weighted_share,,S001", tiny)
    assert found.verdict is Verdict.CONSISTENT


def test_a_claim_on_how_many_numbers_are_documented_is_computed(check):
    found = check("2020-12-31,2,purchases_eur.documented,,S001")
    assert (found.found.value, found.found.lower, found.found.upper) == (2, 2, 3)
    assert found.verdict is Verdict.CONSISTENT


def test_a_published_total_above_the_documented_one_is_consistent_while_a_number_is_unknown(check):
    # 85 million are documented in two territories of three.
    assert check("2020-12-31,90000000,purchases_eur.total,,S001").verdict is Verdict.CONSISTENT
    assert check("2020-12-31,80000000,purchases_eur.total,,S001").verdict is Verdict.CONTRADICTED


def test_a_claim_behind_two_filters_is_computed(check):
    more = (
        "  - question: team_lead\n    type: yes_no\n    label: {fr: Chef, en: Lead}\n"
        "    wording: {fr: Un chef ?, en: A lead?}\n    universe: {question: staff, answers: ['yes']}\n"
        "    indicators: [count]\n"
    )

    def add(text):
        head, mark, tail = text.partition("  - question: actions\n")
        return head + more + mark + tail

    found = check("2020-12-31,0,team_lead.count,,S001", {"data/raw/questionnaire/lever-0.yaml": add})
    assert found.found == Recomputed(0, 0, 2, ())


@pytest.fixture(scope="module")
def real():
    inputs = load_inputs(StudyPaths(ROOT), "2019", sealed=False)
    population = inputs.frame.set_index("territory")["population_municipal"]
    found = check_claims(inputs.claims, inputs.evidence, inputs.study, list(inputs.frame["territory"]), population)
    return {item.claim: item for item in found}, inputs


def test_the_scope_of_2019_is_reproduced(real):
    claims, _ = real
    assert (claims["C01"].value, claims["C01"].verdict) == (22, Verdict.REPRODUCED)
    assert (claims["C02"].value, claims["C02"].verdict) == (6, Verdict.REPRODUCED)


def test_nine_supporters_of_scic_are_consistent_with_seven_documented(real):
    found = real[0]["C03"]
    assert (found.value, found.verdict) == (9, Verdict.CONSISTENT)
    assert (found.found.value, found.found.lower, found.found.upper) == (7, 7, 22)
    assert len(found.found.names) == 7


def test_six_adopters_of_a_spaser_are_reproduced_with_their_names(real):
    found = real[0]["C04"]
    assert found.verdict is Verdict.REPRODUCED
    assert found.found.value == 6
    assert set(found.found.names) == {"bordeaux", "nice", "nantes", "rennes", "strasbourg", "lille"}


def test_the_six_adopters_are_known_from_other_sources_than_the_claim_s(real):
    found, inputs = real[0]["C04"], real[1]
    source = inputs.claims.set_index("claim").loc["C04", "source"]
    rows = inputs.evidence[
        (inputs.evidence["question"] == "spaser_adopted")
        & (inputs.evidence["answer"] == "yes")
        & (inputs.evidence["source"] != source)
        & (inputs.evidence["as_of"].str[:10] <= "2019-07-05")
    ]
    assert found.without_own_source == rows["territory"].nunique() == 6


def test_fifteen_members_are_reproduced_at_the_end_of_2018_and_mostly_from_one_page(real):
    found = real[0]["C05"]
    assert (found.value, found.verdict, found.as_of) == (15, Verdict.REPRODUCED, date(2018, 12, 31))
    assert set(found.named) == set(found.found.names) and len(found.named) == 15
    assert found.without_own_source < 15


def test_the_thirteen_respondents_cannot_be_computed_and_say_why(real):
    claims, inputs = real
    assert (claims["C06"].value, claims["C06"].verdict, claims["C06"].found) == (13, Verdict.NOT_COMPUTABLE, None)
    assert claims["C06"].named == ()
    reason = inputs.claims.set_index("claim").loc["C06", "not_computable_because"]
    assert reason == "the list of respondents and their answers were not published"


def test_no_real_claim_is_contradicted_and_none_is_forgotten(real):
    claims, inputs = real
    assert list(claims) == inputs.claims["claim"].tolist()
    assert [name for name, item in claims.items() if item.verdict is Verdict.CONTRADICTED] == []
    assert all(math.isfinite(item.found.value) for item in claims.values() if item.found)


LEVER_1 = "data/raw/questionnaire/lever-1.yaml"
TOOLS = """  - question: tools
    type: multiple
    label: {fr: Outils, en: Tools}
    wording: {fr: Quels outils ?, en: Which tools?}
    codes:
      - {code: grant, label: {fr: Subvention, en: Grant}}
      - {code: loan, label: {fr: Prêt, en: Loan}}
    indicators: [count, share]
"""
TICKED = """E020,arbois,1,tools,grant;loan,2019,year,,S001,high,Both,Les deux
E021,cassis,1,tools,loan,2019,year,,S002,medium,Loans,Des prêts
"""


@pytest.mark.parametrize(
    ("indicator", "base", "value", "found", "others", "high"),
    [
        ("tools.loan.count", "respondents", 2, Recomputed(2, 2, 3, ("arbois", "cassis")), 1, 1),
        ("tools.grant.count", "respondents", 1, Recomputed(1, 1, 2, ("arbois",)), 0, 1),
        # Of three territories; then of the three ticks, with Belleville's unknown.
        ("tools.grant.share", "respondents", 33, Recomputed(33, 33, 67), 0, 33),
        ("tools.loan.share", "ticks", 67, Recomputed(67, 50, 75), 100, 50),
    ],
)
def test_a_published_figure_on_one_code_is_computed_again(make_study, indicator, base, value, found, others, high):
    files = {LEVER_1: lambda text: text + TOOLS, EVIDENCE: lambda text: text + TICKED}
    inputs = load_inputs(make_study(files), "2020")
    claim = inputs.claims.iloc[:1].assign(indicator=indicator, value=float(value), names="", as_of="2020-12-31")
    population = inputs.frame.set_index("territory")["population_municipal"]
    given = claim, inputs.evidence, inputs.study, list(inputs.frame["territory"]), population
    [checked] = check_claims(*given, multiple_base=MultipleBase(base))
    assert (checked.found, checked.without_own_source, checked.high_confidence) == (found, others, high)
    assert checked.verdict is Verdict.CONSISTENT
