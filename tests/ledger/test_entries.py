"""Numbers under stable keys, in the words that each language prints."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.base.errors import Place, StudyError
from study.base.marks import parts
from study.indicators.table import Indicator
from study.ledger.entries import Ledger, entries_of, names_entry, number_entry, read_ledger

LANGUAGES = ("fr", "en")
THIN = "\u202f"  # narrow no-break space: before % and between thousands in French


def entry(key="plan.count", value=6.0, unit="territories", indicator="plan.count"):
    return number_entry(key, value, unit, indicator, "2019", LANGUAGES)


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (6, "territories", "6", "6"),
        (0, "territories", "0", "0"),
        (6 / 22, "share", f"27{THIN}%", "27%"),
        (0, "share", f"0{THIN}%", "0%"),
        (1, "share", f"100{THIN}%", "100%"),
        (2.46, "years", "2,5", "2.5"),
        (3, "years", "3,0", "3.0"),
        (150000, "eur", f"150{THIN}000", "150,000"),
        (1234567, "eur", f"1{THIN}234{THIN}567", "1,234,567"),
        (999, "people", "999", "999"),
        (None, "share", "inconnu", "not known"),
        (float("nan"), "eur", "inconnu", "not known"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(value, unit, french, english):
    made = entry(value=value, unit=unit)
    assert made.texts == {"fr": french, "en": english}
    assert made.value is None if value is None or value != value else made.value == value


@pytest.mark.parametrize(("value", "french"), [(2.5, "2,5"), (0.5, "0,5")])
def test_a_median_that_is_no_whole_number_is_not_printed_as_one(value, french):
    assert entry(value=value, unit="people").texts["fr"] == french


def test_names_are_listed_and_counted():
    made = names_entry("plan.yes.names", ["Lille", "Metz", "Saint-Étienne"], "plan.yes", "2019", LANGUAGES)
    assert made.texts == {"fr": "Lille, Metz et Saint-Étienne", "en": "Lille, Metz and Saint-Étienne"}
    assert (made.value, made.unit) == (3, "names")
    assert names_entry("k", ["Lille"], "k", "2019", LANGUAGES).texts == {"fr": "Lille", "en": "Lille"}
    none = names_entry("k", [], "k", "2019", LANGUAGES)
    assert (none.value, none.texts) == (0, {"fr": "aucune", "en": "none"})


SHARE = Indicator(
    5, "plan.share", 6 / 22, "share", 6, 22, 14, 6 / 22, 20 / 22, "y / N", median_age_years=2.46, high_count=4
)


def test_an_indicator_has_a_key_for_its_value_and_for_each_thing_beside_it():
    made = {item.key: item.texts["en"] for item in entries_of([SHARE], "2019", LANGUAGES)}
    assert made == {
        "plan.share": "27%",
        "plan.share.lower": "27%",
        "plan.share.upper": "91%",
        "plan.share.numerator": "6",
        "plan.share.base": "22",
        "plan.share.unknown": "14",
        "plan.share.median_age": "2.5",
        "plan.share.high": "4",
    }
    assert {(item.indicator, item.wave) for item in entries_of([SHARE], "2019", LANGUAGES)} == {("plan.share", "2019")}
    units = [item.unit for item in entries_of([SHARE], "2019", LANGUAGES)]
    assert units == ["share"] * 3 + ["count"] * 3 + ["years", "count"]


def test_the_territory_comes_last_in_the_key():
    one = Indicator(5, "lever_5.intensity", 0.5, "share", 1, 2, 0, 0.5, 0.5, "m", territory="saint-etienne")
    keys = [item.key for item in entries_of([one], "2019", LANGUAGES)]
    assert keys[:2] == ["lever_5.intensity.saint-etienne", "lever_5.intensity.lower.saint-etienne"]
    assert all(key.endswith(".saint-etienne") for key in keys)


def test_what_an_indicator_has_not_is_said_not_known_or_left_out():
    bare = Indicator(2, "budget.median", None, "eur", None, 0, 22, None, None, "m")
    made = {item.key: item.texts["fr"] for item in entries_of([bare], "2019", LANGUAGES)}
    assert made == {
        "budget.median": "inconnu",
        "budget.median.lower": "inconnu",
        "budget.median.upper": "inconnu",
        "budget.median.base": "0",
        "budget.median.unknown": "22",
    }


def ledger(*entries):
    made = Ledger(LANGUAGES)
    made.add(entries)
    return made


def test_a_number_is_printed_by_its_key():
    made = ledger(entry(), entry("plan.share", 6 / 22, "share"))
    assert made.text("plan.count", "fr") == "6"
    assert made.text("plan.share", "fr") == f"27{THIN}%"
    assert made.entry("plan.share").value == 6 / 22


def test_a_number_is_cited_with_its_key_and_shown_as_a_dash_where_there_is_none():
    made = ledger(entry("plan.share", 6 / 22, "share"), entry("plan.base", None))
    assert parts("of " + made.cited("plan.share", "en")) == [("of ", ""), ("27%", "plan.share")]
    assert made.shown("plan.share", "fr") == made.cited("plan.share", "fr") != made.shown("plan.share", "en")
    assert made.shown("plan.shares", "fr") == "–"
    assert made.prints("plan.share", f"27{THIN}%", "fr") and not made.prints("plan.share", "27%", "fr")
    assert not made.prints("plan.shares", f"27{THIN}%", "fr")
    assert (made.value("plan.share"), made.value("plan.base"), made.value("plan.shares")) == (6 / 22, None, None)


def test_an_unknown_key_names_the_nearest_one_and_its_place(said):
    made = ledger(entry("spaser_adopted.count"), entry("ess_month.count"))
    place = Place("waves/2019/commentary/fr/lever-5.md", line=12)
    with pytest.raises(StudyError) as caught:
        made.entry("spaser_adoptd.count", place)
    [problem] = caught.value.problems
    assert (problem.code, problem.value, problem.place) == ("ledger-unknown-key", "spaser_adoptd.count", place)
    assert "spaser_adopted.count" in said(problem, "en") and "lever-5.md" in said(problem, "en")
    assert "spaser_adopted.count" in said(problem, "fr") and "12" in said(problem, "fr")
    with pytest.raises(StudyError):
        made.text("zzz", "fr")


@pytest.mark.parametrize(
    "other", [entry(value=7), entry(value=None), entry(unit="share"), entry(indicator="another.count")]
)
def test_two_values_for_one_key_are_refused(other):
    made = ledger(entry())
    with pytest.raises(ValueError, match=r"plan\.count"):
        made.add([other])
    assert made.text("plan.count", "en") == "6"


def test_the_same_value_twice_is_one_entry():
    made = ledger(entry(), entry("b.count", None), entry(), entry("b.count", float("nan")))
    assert list(made.entries) == ["plan.count", "b.count"]


def test_the_table_has_the_columns_of_the_design():
    table = ledger(entry(), entry("plan.share", None, "share")).table()
    assert table.columns.tolist() == ["key", "value", "unit", "decimals", "text_fr", "text_en", "indicator", "wave"]
    assert table["value"].isna().tolist() == [False, True]
    assert Ledger(LANGUAGES).table().columns.tolist() == table.columns.tolist()


def test_a_ledger_comes_back_from_its_file(tmp_path):
    made = ledger(
        *entries_of([SHARE, Indicator(2, "b.median", None, "eur", None, 0, 22, None, None, "m")], "2019", LANGUAGES),
        names_entry("plan.yes.names", ["Lille", "Nancy, la « ville »"], "plan.yes", "2019", LANGUAGES),
        names_entry("plan.no.names", [], "plan.no", "2019", LANGUAGES),
        names_entry("plan.planned.names", ["NA"], "plan.planned", "2019", LANGUAGES),
    )
    path = tmp_path / "lever-5" / "numbers.csv"
    made.write(path)
    back = read_ledger([path], LANGUAGES)
    assert back.entries == made.entries
    assert back.text("plan.planned.names", "fr") == "NA"
    assert back.text("b.median", "fr") == "inconnu"
    first = path.read_bytes()
    back.write(path)
    assert path.read_bytes() == first and first.startswith(b"key,value,unit,decimals,text_fr,text_en,indicator,wave\n")


def test_texts_come_back_letter_for_letter_though_they_look_like_numbers(tmp_path):
    made = ledger(entry(), entry("plan.count.median_age", 2.5, "years"))
    made.write(tmp_path / "numbers.csv")
    back = read_ledger([tmp_path / "numbers.csv"], LANGUAGES)
    assert back.text("plan.count", "en") == "6"
    assert back.entries == made.entries


def test_ledgers_are_read_together_and_may_share_a_number_but_not_disagree(tmp_path):
    paths = [tmp_path / f"{name}.csv" for name in "abc"]
    ledger(entry(), entry("a.count", 1)).write(paths[0])
    ledger(entry(), entry("b.count", 2)).write(paths[1])
    ledger(entry(value=7)).write(paths[2])
    assert list(read_ledger(paths[:2], LANGUAGES).entries) == ["plan.count", "a.count", "b.count"]
    with pytest.raises(ValueError, match=r"plan\.count"):
        read_ledger([paths[0], paths[2]], LANGUAGES)
    with pytest.raises(FileNotFoundError):
        read_ledger([tmp_path / "none.csv"], LANGUAGES)


@settings(max_examples=40, deadline=None)
@given(
    value=st.one_of(st.none(), st.floats(-1e12, 1e12)),
    unit=st.sampled_from(["share", "eur", "years", "territories"]),
)
def test_every_number_comes_back_as_the_same_number(tmp_path_factory, value, unit):
    path = tmp_path_factory.mktemp("ledger") / "numbers.csv"
    made = ledger(entry(value=value, unit=unit))
    made.write(path)
    assert read_ledger([path], LANGUAGES).entries == made.entries
