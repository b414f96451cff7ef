from study.exports.sheet_facts import SheetFacts


def test_hidden_columns_count_where_there_are_values():
    facts = SheetFacts(hidden_columns=[range(1, 3), range(2, 16_384)], last=4)
    assert facts.hidden_positions == [1, 2, 3, 4]
    assert SheetFacts(hidden_columns=[range(5)]).hidden_positions == []
