from study.provenance.raw import TABLES, allowed


def test_every_column_of_the_input_tables_has_its_meaning_and_no_other_has():
    for name, (columns, meanings) in TABLES.items():
        assert [column.name for column in columns] == list(meanings), name
        assert all(meaning.strip() for meaning in meanings.values())


def test_what_a_column_holds_is_what_its_reader_asks():
    columns = {column.name: column for column in TABLES["frame.csv"][0]}
    assert (allowed(columns["vintage"]), allowed(columns["lon"])) == ("integer", "number; may be missing")
