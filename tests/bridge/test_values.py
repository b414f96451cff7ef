"""Numbers as fractions, from wherever they come."""

import json
from fractions import Fraction

from study.bridge.values import Number, computed, numbers_of, published, snapped


def row(**changed):
    return {
        "lever": 1,
        "indicator": "a.share",
        "territory": "",
        "unit": "share",
        "value": 1 / 3,
        "numerator": 1.0,
        "base": 3.0,
    } | changed


def test_a_share_is_its_numerator_over_its_base():
    assert numbers_of([row()]) == {("a.share", ""): Number(1, "share", Fraction(1, 3))}
    assert numbers_of([row(base=0.0, numerator=0.0, value=None)])["a.share", ""].value is None
    other = numbers_of([row(unit="years", value=2.5), row(indicator="b", unit="eur", value=float("nan"))])
    assert [number.value for number in other.values()] == [Fraction(5, 2), None]


def test_what_leaves_one_question_out_is_not_followed():
    assert numbers_of([row(indicator="lever_1.intensity_lowest", territory="lille")]) == {}


def test_an_edition_s_table_gives_the_numbers_that_were_computed(two_waves, kit):
    kit.freeze(two_waves, "2020")
    content = (two_waves.published("2020") / "indicators.csv").read_bytes()
    found = computed(two_waves, "2020")
    assert published(content) == found.numbers
    assert found.names == {"arbois": "Arbois", "belleville": "Belleville", "cassis": "Cassis"}
    assert any(territory for _, territory in found.numbers)


def test_what_json_has_cut_is_as_it_was_and_any_other_difference_stays():
    exact = {("a", ""): Number(1, "eur", Fraction(2 / 3)), ("b", ""): Number(1, "eur", Fraction(2 / 3))}
    cut = json.loads(json.dumps([round(2 / 3, 10), 0.6666]))
    read = {key: Number(1, "eur", Fraction(value)) for key, value in zip(exact, cut, strict=True)}
    found = snapped(read, exact)
    assert found["a", ""] == exact["a", ""]
    assert found["b", ""].value == Fraction(0.6666)
    assert snapped({("c", ""): read["b", ""]}, exact) == {("c", ""): read["b", ""]}
