import pytest

from study.indicators.table import to_table
from study.ledger.entries import Ledger
from study.provenance.columns import CONTENTS, INDICATORS, NUMBERS, inferred
from study.report.contents import COLUMNS


def test_our_tables_have_the_columns_that_are_described():
    assert list(INDICATORS) == list(to_table([], "2020").columns)
    assert list(CONTENTS) == list(COLUMNS)
    assert [name for name in Ledger(()).table().columns if not name.startswith("text_")] == list(NUMBERS)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(["0", "-3"], "integer"), (["007"], "string"), (["1.0", "1e-05"], "number"), (["1", "a"], "string"), ([], "string"),
     (["1,5"], "string"), (["nan"], "string")],
)  # fmt: skip
def test_the_type_of_an_unknown_column_is_that_of_its_cells(cells, kind):
    assert inferred(cells) == kind
