from itertools import product

import pytest

from study.verify.classes import ReproductionClass, judged, worst

FULL, MINOR, PARTIAL, NOT = ReproductionClass


@pytest.mark.parametrize(
    ("moved", "minor", "reproduced", "of", "expected"),
    [
        (False, False, 10, 10, FULL),
        (False, True, 10, 10, MINOR),
        (True, False, 9, 10, PARTIAL),  # a single number is enough
        (True, True, 9, 10, PARTIAL),
        (True, True, 25, 100, PARTIAL),  # the data editor's failure is less than 25 %
        (True, True, 24, 100, NOT),
        (True, False, 0, 1, NOT),
        (False, False, 0, 0, FULL),
        (True, False, 0, 0, PARTIAL),  # nothing is shown, and the ledger differs
    ],
)
def test_the_class_of_a_comparison(moved, minor, reproduced, of, expected):
    assert judged(moved=moved, minor=minor, reproduced=reproduced, of=of) is expected


def test_the_worst_of_some_classes():
    assert worst([]) is FULL
    for one, other in product(ReproductionClass, repeat=2):
        assert list(ReproductionClass).index(worst([one, other])) == max(
            map(list(ReproductionClass).index, (one, other))
        )


def test_the_words_are_the_data_editors():
    assert [str(item) for item in ReproductionClass] == [
        "full reproduction",
        "full reproduction with minor issues",
        "partial reproduction",
        "not able to reproduce most or all of the results",
    ]
