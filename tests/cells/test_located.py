"""Network addresses and positions in texts: found as people and maps write them, and nothing else."""

import ipaddress

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.personal import ADDRESS_MARK, POSITION_MARK, masked, masked_text


@pytest.mark.parametrize(
    "text",
    ["192.0.2.77", "198.51.100.171", "2001:db8::77", "2001:DB8:0:0:0:0:0:4D", "2001:db8:77ab::4c91", "fe80::1", "192.168.100.200"],
)  # fmt: skip
def test_network_addresses(text):
    for around in ("{}", "depuis {}.", "({}), le 5 mars", "adresse : {}, bureau 12"):
        assert masked_text(around.format(text)) == around.format(ADDRESS_MARK)


@pytest.mark.parametrize(
    "text",
    [
        "47.2184,-1.5536", "47.218371, -1.553621", "47,2184 ; -1,5536", "-1.5536 47.2184", "lat: 47.2184, lon: -1.5536",
        "47.2184° N, 1.5536° W", "44.837789 -0.57918", "latitude 47.218", '47°13\'06"N', "47° 13′ 6,5″ N", "47.2184%2C-1.5536",
    ],
)  # fmt: skip
def test_positions(text):
    for around in ("{}", "Point {} du plan.", "https://carte.example/@{},17z"):
        assert masked_text(around.format(text)) == around.format(POSITION_MARK)


@pytest.mark.parametrize(
    "text",
    [
        "version 10.4.2.31", "v. 22.4.1.30", "article 32.1.4.2", "§ 21.3.2.1", "action 1.5.2.1 du plan", "1.2.3", "300.1.2.3", "1.2.3.4.5",
        "1.234.123.111 €", "1.234.123.111 habitants", "de 12:30:45 à 14:00", "ratio 1:2:3", "a::b", "C::D", "::", "le 12.05.2019",
        "12,3456 % et 45,6789 %", "0.1234567890", "taux de 3,1416", "20 °C, puis 21 °C", "95.1234 120.5678 91.0000", "1,2345 € et 2,3456 €",
        "130 025 265", "population de 1 234 567", "de 47.2 à 48.3", "47.218, 48.219",
    ],
)  # fmt: skip
def test_what_only_looks_alike_stays(text):
    assert masked_text(text) == text


def test_points_between_thousands_are_an_amount_where_an_amount_is_asked():
    assert masked_text("1.200.150.100", amounts=True) == "1.200.150.100"
    assert masked_text("1.200.150.100") == ADDRESS_MARK
    assert masked_text("12 000 depuis 192.0.2.77", amounts=True) == f"12 000 depuis {ADDRESS_MARK}"


# Not those of a plan's parts, which have four small numbers.
V4 = st.ip_addresses(v=4).filter(lambda ip: max(ip.packed) >= 20).map(str)
V6 = st.ip_addresses(v=6).filter(lambda ip: int(ip) >> 112).map(lambda ip: ip.compressed)
V6_FULL = st.ip_addresses(v=6).map(lambda ip: ip.exploded.upper())


@st.composite
def places(draw):
    lat = draw(st.decimals(-90, 90, places=draw(st.integers(4, 9))))
    lon = draw(st.decimals(-180, 180, places=draw(st.integers(4, 9))))
    comma = draw(st.booleans())
    between = draw(st.sampled_from(["; ", " ; ", " / ", " "] if comma else [",", ", ", "; ", " ", " et "]))
    return between.join(f"{number:f}".replace(".", "," if comma else ".") for number in (lat, lon))


PERSONAL = st.one_of(V4, V6.filter(lambda text: len([g for g in text.split(":") if g]) > 2), V6_FULL, places())
ORDINARY = st.one_of(
    st.integers(0, 2_000_000).map(lambda n: f"{n:,} €".replace(",", " ")), st.integers(1990, 2030).map(str),
    st.integers(0, 1000).map(lambda n: f"{n / 10:.1f} %".replace(".", ",")), st.integers(100_000_000, 999_999_999).map(lambda n: f"SIREN {n}"),
    st.integers(0, 3_000_000).map(lambda n: f"{n} habitants"), st.dates().map(lambda day: f"{day:%d/%m/%Y}"), st.times().map(lambda t: f"{t:%Hh%M}"),
    st.sampled_from(["l’ESS", "Schéma", "12 ETP", "article L. 1111-2", "n° 2014-856", "1 200 k€", "(siège)", "à 80 %"]),
)  # fmt: skip
WORDS = st.lists(ORDINARY, min_size=1, max_size=5).map(" ; ".join)


@settings(deadline=None)
@given(WORDS)
def test_a_text_without_them_is_left_as_it_is(text):
    assert masked_text(text) == text
    cells, held = masked(pd.Series([text], dtype="str"))
    assert list(cells) == [text] and list(held) == [False]


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, PERSONAL), min_size=1, max_size=3), WORDS)
def test_nothing_of_them_is_left_and_the_rest_is(parts, end):
    text = " ; ".join(f"{words} ; {item}" for words, item in parts) + f" ; {end}"
    cells, held = masked(pd.Series([text], dtype="str"))
    marks = {True: ADDRESS_MARK, False: POSITION_MARK}
    expected = [f"{words} ; {marks[_is_address(item)]}" for words, item in parts]
    assert list(held) == [True]
    assert cells[0] == " ; ".join([*expected, end])


def _is_address(text):
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False
