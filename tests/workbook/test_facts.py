import pandas as pd

from study.workbook.facts import facts_sheet


def test_facts_that_count_are_there_in_words_with_a_link_to_their_page(made, under):
    sheet = made.sheet("Faits")
    rows = {row["Fait"]: row for row in under(sheet, "Fait")}
    assert set(rows) == {f"E{number:03}" for number in range(1, 14)}, "the withdrawn one is given to nobody"
    first = rows["E001"]
    assert (first["Territoire"], first["Levier"], first["Question"]) == ("Arbois", "Gouvernance", "Élu délégué")
    assert (first["Réponse"], first["Daté de"], first["Confiance"]) == ("oui", "2020-07-10", "forte")
    assert first["Ce que dit la source"] == "Une vice-présidente est chargée du sujet"
    assert rows["E007"]["Situation"] == "périmé" and rows["E005"]["Vaut jusqu’à"] == "2020"
    assert rows["E011"]["Réponse"] == 60000000 and rows["E013"]["Question"] == "Charte d’achats"
    links = {cell.hyperlink.target for row in sheet.iter_rows(min_row=5) for cell in row if cell.hyperlink}
    assert links == {"https://example.org/rapport", "https://example.org/page?id=2"}
    assert sheet.freeze_panes == "B5" and sheet.auto_filter.ref == "A4:O17"


def test_without_facts_there_is_no_sheet(made):
    table = pd.read_parquet(made.context.paths.lever_dir("2020", 1) / "facts.parquet")
    assert facts_sheet(made.context, {1: table.iloc[:0]}, "x") is None
    assert facts_sheet(made.context, {1: table[table["standing"] == "withdrawn"]}, "x") is None
    assert facts_sheet(made.context, {}, "x") is None


def test_a_fact_of_a_question_or_territory_that_is_not_there_any_more_is_shown_by_its_names(made):
    table = pd.read_parquet(made.context.paths.lever_dir("2020", 1) / "facts.parquet").head(1)
    odd = table.assign(territory="gone", question="dropped", code="dropped", confidence="odd")
    [row] = facts_sheet(made.context, {7: odd}, "x").tables[0].rows
    assert {"gone", "dropped", "odd"} <= {cell.content for cell in row}
