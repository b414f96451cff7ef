"""The indicators of the real 2019 wave, against the golden states and the raw files."""

import csv
from pathlib import Path
from statistics import median

import pytest

from study.answers.clean import clean
from study.base.layout import StudyPaths
from study.indicators.table import COLUMNS
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs

ROOT = Path(__file__).parents[2]
DAY = "2019-07-05"
# Three per lever, or as many as it has.
QUESTIONS = {
    0: ["ess_elected", "ess_strategy", "rtes_member"],
    1: ["support_path", "incubator", "funding_tool"],
    2: ["subsidies", "calls_for_projects", "scic_shareholding"],
    3: ["land_access", "tiers_lieux"],
    4: ["social_rnd", "french_impact_label", "collaborative_innovation"],
    5: ["spaser_adopted", "social_clauses", "reserved_contracts"],
    6: ["ess_month", "ess_prize", "local_currency"],
}


def rows_of(*parts):
    with ROOT.joinpath(*parts).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def table():
    """Return the wave's indicators, by name and territory."""
    inputs = load_inputs(StudyPaths(ROOT), "2019", sealed=False)
    found = wave_indicators(inputs, clean(inputs), inputs.study.levers)
    assert found.columns.tolist() == COLUMNS
    assert not found.duplicated(["indicator", "territory"]).any()
    assert found["wave"].eq("2019").all()
    return found.set_index(["indicator", "territory"]).sort_index()


@pytest.fixture(scope="module")
def golden():
    """Return {question: {territory: state}} at the wave's date."""
    states = {}
    for row in rows_of("tests", "golden", "states.csv"):
        states.setdefault(row["question"], {})[row["territory"]] = row[f"state_{DAY}"]
    return states


@pytest.fixture(scope="module")
def inhabitants():
    frame = rows_of("data", "raw", "frame.csv")
    return {row["territory"]: int(row["population_municipal"]) for row in frame if row["vintage"] == "2019"}


@pytest.mark.parametrize(("lever", "question"), [(lever, name) for lever, names in QUESTIONS.items() for name in names])
def test_shares_are_those_of_the_golden_states(table, golden, inhabitants, lever, question):
    states = golden[question]
    yes, unknown = (
        [territory for territory, state in states.items() if state in group]
        for group in (["yes"], ["unknown", "conflict"])
    )
    count = table.loc[(f"{question}.count", "")]
    assert (count["value"], count["lower"], count["upper"]) == (len(yes), len(yes), len(yes) + len(unknown))
    assert (count["base"], count["unknown"], count["lever"]) == (22, len(unknown), lever)
    share = table.loc[(f"{question}.share", "")]
    assert share["value"] == share["lower"] == pytest.approx(len(yes) / 22)
    assert share["upper"] == pytest.approx((len(yes) + len(unknown)) / 22)
    determined = table.loc[(f"{question}.share_determined", ""), "value"]
    assert determined == pytest.approx(len(yes) / (22 - len(unknown)))
    weighted = table.loc[(f"{question}.weighted_share", "")]
    everyone = sum(inhabitants.values())
    assert weighted["value"] == pytest.approx(sum(inhabitants[name] for name in yes) / everyone)
    assert weighted["upper"] == pytest.approx(sum(inhabitants[name] for name in yes + unknown) / everyone)
    assert weighted["base"] == everyone


def test_intensities_are_those_of_the_golden_states(table, golden, inhabitants):
    core = {lever: [] for lever in QUESTIONS}
    for question in golden:
        core[int(table.loc[(f"{question}.count", ""), "lever"])].append(question)
    assert [len(names) for names in core.values()] == [7, 6, 4, 2, 3, 5, 5]
    for lever, names in core.items():
        total = 0
        for territory in inhabitants:
            states = [golden[name][territory] for name in names]
            yes, unknown = states.count("yes"), states.count("unknown") + states.count("conflict")
            row = table.loc[(f"lever_{lever}.intensity", territory)]
            assert (row["numerator"], row["base"], row["unknown"]) == (yes, len(names), unknown)
            assert row["value"] == pytest.approx(yes / len(names))
            assert row["upper"] == pytest.approx((yes + unknown) / len(names))
            without = [(yes - (state == "yes")) / (len(names) - 1) for state in states]
            assert table.loc[(f"lever_{lever}.intensity_lowest", territory), "value"] == pytest.approx(min(without))
            assert table.loc[(f"lever_{lever}.intensity_highest", territory), "value"] == pytest.approx(max(without))
            total += yes
        assert table.loc[(f"lever_{lever}.intensity", ""), "value"] == pytest.approx(total / (22 * len(names)))


def test_six_spaser_adopters_from_the_raw_rows(table):
    """A permanent question without plan at that date: whose latest fact is a yes."""
    latest = {}
    for row in rows_of("data", "raw", "evidence", "evidence.csv"):
        if row["question"] == "spaser_adopted" and row["answer"] in ("yes", "no") and row["as_of"] <= DAY:
            latest[row["territory"]] = max(latest.get(row["territory"], ("", "")), (row["as_of"], row["answer"]))
    yes = {territory for territory, (_, answer) in latest.items() if answer == "yes"}
    assert len(yes) == 6 and len(latest) == 22
    assert table.loc[("spaser_adopted.count", ""), ["value", "upper"]].tolist() == [6, 6]


def test_numbers_from_the_raw_rows(table):
    """The yearly budget: the latest number of each territory, not more than three years old, none with an end."""
    latest = {}
    for row in rows_of("data", "raw", "evidence", "evidence.csv"):
        if row["question"] == "ess_budget_eur" and row["as_of"] <= DAY:
            assert not row["valid_until"]
            latest[row["territory"]] = max(
                latest.get(row["territory"], ("", 0.0)), (row["as_of"], float(row["answer"]))
            )
    live = [value for as_of, value in latest.values() if int(as_of[:4]) + 3 >= 2019]
    assert live
    assert table.loc[("ess_budget_eur.documented", ""), ["value", "upper"]].tolist() == [len(live), 22]
    assert table.loc[("ess_budget_eur.median", ""), "value"] == median(live)


def test_every_measure_lies_within_its_bounds(table):
    bounded = table.dropna(subset=["value", "lower", "upper"])
    assert len(bounded) > 200
    assert (bounded["lower"] <= bounded["value"]).all()
    assert (bounded["value"] <= bounded["upper"]).all()
    shares = bounded[bounded["unit"] == "share"]
    assert shares["lower"].min() >= 0 and shares["upper"].max() <= 1
    # What only evidence of high confidence says, and what all of it says, count the same territories at most.
    assert (table["high_count"].dropna() <= 22).all()


def test_the_levers_asked_for_are_those_computed(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    one = wave_indicators(inputs, cleaned, [inputs.study.lever(1)])
    assert one["lever"].unique().tolist() == [1]
    both = wave_indicators(inputs, cleaned, inputs.study.levers)
    assert both[both["lever"] == 1]["value"].tolist() == pytest.approx(one["value"].tolist(), nan_ok=True)
    assert both["lever"].unique().tolist() == [0, 1]
    # Populations are those of the vintage that the wave names (2021), not of its frame's (2020).
    assert one.set_index("indicator").loc["scheme.weighted_share", "base"] == 600300


def test_a_frame_without_populations_has_every_measure_but_the_weighted_ones(make_study):
    def bare(text):
        return "\n".join(",".join(row.split(",")[:7] + row.split(",")[9:]) for row in text.splitlines()) + "\n"

    levers = {
        f"data/raw/questionnaire/lever-{number}.yaml": lambda text: text.replace("weighted_share, ", "")
        for number in (0, 1)
    }

    def measured(paths):
        inputs = load_inputs(paths, "2020")
        made = wave_indicators(inputs, clean(inputs), inputs.study.levers)
        return made[~made["indicator"].str.endswith(".weighted_share")].reset_index(drop=True)

    without = measured(make_study({"data/raw/frame.csv": bare, **levers}))
    assert len(without) > 20
    assert without.equals(measured(make_study()))


def test_each_measure_says_its_unit_and_how_it_is_computed(table):
    of_all = table[table.index.get_level_values("territory") == ""].reset_index()
    measure = of_all["indicator"].str.rpartition(".")[2]
    told = dict(zip(measure, zip(of_all["unit"], of_all["method"], strict=True), strict=True))
    amounts = {"people", "eur", "jobs", "establishments"}
    assert set(of_all.loc[measure.isin(["median", "total"]), "unit"]) <= amounts
    assert {name: how if name not in ("median", "total") else how[1] for name, how in told.items()} == {
        "count": ("territories", "y"),
        "share": ("share", "y / N"),
        "share_determined": ("share", "y / (y + p + n)"),
        "weighted_share": ("share", "population of yes / population of N"),
        "intensity": ("share", "yes / core questions"),
        "documented": ("territories", "values known"),
        "median": "median of the known values",
        "total": "sum of the known values",
    }
    assert of_all.groupby(measure)["method"].nunique().max() == 1
