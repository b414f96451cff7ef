from hypothesis import given
from hypothesis import strategies as st

from study.base.nearest import nearest, plain


def test_case_accents_and_dashes_do_not_count():
    assert nearest("Saint_Étienne", ["lyon", "saint-etienne"]) == "saint-etienne"


def test_a_slip_is_found_and_nonsense_is_not():
    known = ["spaser_adopted", "social_clauses", "dla"]
    assert nearest("spazer_adopted", known) == "spaser_adopted"
    assert nearest("qqqqqq", known) is None
    assert nearest("anything", []) is None


@given(st.text(max_size=30))
def test_plain_is_stable(text):
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.text(min_size=1, max_size=10), max_size=5), st.text(max_size=10))
def test_only_known_names_are_suggested(known, name):
    assert nearest(name, known) in [None, *known]
