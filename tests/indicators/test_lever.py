"""A lever's measures: complete, in the questionnaire's order, of the small study."""

from dataclasses import replace

import pytest

from study.answers.clean import clean
from study.exports.settings import MultipleBase
from study.indicators.lever import lever_indicators
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs

LEVER_0, LEVER_1 = "data/raw/questionnaire/lever-0.yaml", "data/raw/questionnaire/lever-1.yaml"


@pytest.fixture
def rows_of(make_study):
    """`rows_of(lever, files)`: the indicators of a lever of the small study."""

    def rows(number, files=None):
        inputs = load_inputs(make_study(files), "2020")
        lever = inputs.study.lever(number)
        population = inputs.frame.set_index("territory")["population_municipal"]
        return lever_indicators(lever, clean(inputs).levers[number], population, inputs.wave.reference_date)

    return rows


def test_questions_in_order_then_the_lever_s_intensity(rows_of):
    territories = ["arbois", "belleville", "cassis"]
    each = [("intensity", ""), *[(f"intensity{end}", t) for t in territories for end in ("", "_lowest", "_highest")]]
    names = ["scheme.count", "scheme.share", "scheme.weighted_share", "clauses.count", "clauses.share"]
    names += ["purchases_eur.documented", "purchases_eur.median", "purchases_eur.total"]
    assert [(row.indicator, row.territory) for row in rows_of(1)] == [
        *[(name, "") for name in names],
        *[(f"lever_1.{name}", territory) for name, territory in each],
    ]
    assert {row.lever for row in rows_of(1)} == {1}


def test_values_are_those_worked_out_by_hand(rows_of):
    # Scheme: Arbois yes, Belleville planned, Cassis unknown. Clauses: unknown, conflict, yes. Populations of 2021.
    found = {row.indicator: row for row in rows_of(1) if not row.territory}
    shown = {name: (row.value, row.lower, row.upper) for name, row in found.items()}
    assert shown["scheme.count"] == (1, 1, 2)
    assert shown["scheme.weighted_share"] == (100100 / 600300, 100100 / 600300, 400200 / 600300)
    assert shown["clauses.share"] == (1 / 3, 1 / 3, 1)
    assert shown["purchases_eur.total"] == (85000000.5, 85000000.5, None)
    assert shown["purchases_eur.median"] == (42500000.25, None, None)
    assert shown["lever_1.intensity"] == (2 / 6, 2 / 6, 5 / 6)
    # 2016-02-01 and 2019-01-01 to 2020-12-31: 1795 and 730 days, of which the median is 1262.5.
    assert found["scheme.count"].median_age_years == pytest.approx(1262.5 / 365.25)


def test_who_routing_leaves_out_is_out_of_the_base(rows_of):
    found = {(row.indicator, row.territory): row for row in rows_of(0)}
    staff = found["staff.share", ""]
    assert (staff.numerator, staff.base, staff.lower, staff.upper) == (1, 2, 1 / 2, 1)
    belleville = found["lever_0.intensity", "belleville"]
    assert (belleville.value, belleville.base, belleville.unknown) == (0, 1, 0)
    assert found["lever_0.intensity", ""].base == 5


def test_only_core_questions_make_the_intensity(rows_of):
    def without(text):
        head, _, tail = text.rpartition("    core: true\n")
        return head + tail

    rows = {(row.indicator, row.territory): row for row in rows_of(1, {LEVER_1: without})}
    assert rows["lever_1.intensity", "cassis"].base == 1
    assert rows["lever_1.intensity", "cassis"].value == 0
    assert rows["clauses.count", ""].value == 1


def test_a_lever_without_core_questions_has_no_intensity(rows_of):
    found = rows_of(0, {LEVER_0: lambda text: text.replace("    core: true\n", "")})
    assert found and not [row for row in found if "intensity" in row.indicator]


CHOICES = """  - question: kind
    type: choice
    label: {fr: Forme, en: Kind}
    wording: {fr: Quelle forme ?, en: Which kind?}
    codes:
      - {code: plan, label: {fr: Plan, en: Plan}}
      - {code: fund, label: {fr: Fonds, en: Fund}}
    indicators: [count]
  - question: tools
    type: multiple
    label: {fr: Outils, en: Tools}
    wording: {fr: Quels outils ?, en: Which tools?}
    codes:
      - {code: grant, label: {fr: Subvention, en: Grant}}
      - {code: loan, label: {fr: Prêt, en: Loan}}
    indicators: [share]
  - question: voted_on
    type: date
    label: {fr: Vote, en: Vote}
    wording: {fr: Quand ?, en: When?}
    indicators: [documented]
"""
EVIDENCE = "data/raw/evidence/evidence.csv"
FACTS = """E020,arbois,1,kind,plan,2019,year,,S001,high,A plan,Un plan
E021,cassis,1,kind,fund,2019,year,,S001,high,A fund,Un fonds
E022,arbois,1,tools,loan;grant,2019,year,,S001,high,Both,Les deux
E023,belleville,1,tools,loan,2019,year,,S001,high,Loans,Des prêts
E024,cassis,1,voted_on,2018-05-04,2019,year,,S001,high,A vote,Un vote
"""
MORE = {LEVER_1: lambda text: text + CHOICES, EVIDENCE: lambda text: text + FACTS}


def test_choices_and_dates_are_measured_in_their_place(rows_of):
    rows = [row for row in rows_of(1, MORE) if not row.territory][8:]
    assert [(row.indicator, row.value, row.upper) for row in rows] == [
        ("kind.plan.count", 1, 2),
        ("kind.fund.count", 1, 2),
        ("tools.grant.share", 1 / 3, 2 / 3),
        ("tools.loan.share", 2 / 3, 3 / 3),
        ("voted_on.documented", 1, 3),
        ("lever_1.intensity", 2 / 6, 5 / 6),
    ]


def test_a_wave_may_count_the_ticks(make_study):
    inputs = load_inputs(make_study(MORE), "2020")
    population = inputs.frame.set_index("territory")["population_municipal"]
    lever, day = inputs.study.lever(1), inputs.wave.reference_date
    rows = lever_indicators(lever, clean(inputs).levers[1], population, day, MultipleBase.TICKS)
    shares = {row.indicator: (row.value, row.lower, row.upper) for row in rows if row.indicator.startswith("tools")}
    # Three ticks: one of the grants, two of the loans; Cassis is unknown.
    assert shares == {"tools.grant.share": (1 / 3, 1 / 4, 2 / 4), "tools.loan.share": (2 / 3, 2 / 4, 3 / 4)}
    ticks = inputs.wave.survey.model_copy(update={"multiple_base": MultipleBase.TICKS})
    counting = replace(inputs, wave=inputs.wave.model_copy(update={"survey": ticks}))
    whole = wave_indicators(counting, clean(counting), [lever])
    of_tools = whole[whole["indicator"].str.startswith("tools") & whole["indicator"].str.endswith("share")]
    assert of_tools[["lower", "upper"]].to_numpy().tolist() == [[1 / 4, 2 / 4], [2 / 4, 3 / 4]]
