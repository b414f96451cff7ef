import io

from python_calamine import CalamineWorkbook


def test_the_first_sheet_says_what_it_is_and_leads_to_the_others(made):
    book = made.read()
    names = ["Lisez-moi", "Gouvernance", "1. Achats", "Réponses", "Faits", "Dictionnaire des codes"]
    assert book.sheetnames == names and book.active.title == "Lisez-moi"
    cells = [cell for row in book["Lisez-moi"].iter_rows() for cell in row if cell.value]
    texts = [str(cell.value) for cell in cells]
    assert texts[0] == "Une petite étude"
    for words in (
        "Cette édition est fictive",
        "Données inventées pour les essais.",
        "15 janvier 2021",
        "jamais un non",
    ):
        assert any(words in text for text in texts), words
    links = {cell.value: cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in names[1:]}
    cited = next(cell.offset(column=1).value for cell in cells if cell.value == "Pour le citer")
    assert "Une petite étude (2020)" in cited and "15 janvier 2021" in cited
    assert book.properties.title == "Une petite étude (2020)"


def test_it_comes_in_each_language(make_book, small_study):
    made = make_book(small_study, "en")
    found = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    assert found.sheet_names == ["Read me", "Governance", "1. Purchasing", "Answers", "Facts", "Codebook"]
    everything = str([found.get_sheet_by_name(name).to_python() for name in found.sheet_names])
    for french in ("Élu délégué", "inconnu", "en projet", "Achats"):
        assert french not in everything, french


def test_the_licence_is_named_where_there_is_one(make_book, small_study):
    (small_study.root / "LICENSE").write_text("CC0 1.0 Universal", "utf-8")
    sheet = make_book(small_study).sheet("Lisez-moi")
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == "CC0 1.0 Universal"]
    assert [cell.hyperlink.target for cell in found] == ["https://spdx.org/licenses/CC0-1.0.html"]


def test_the_bytes_are_the_same_in_another_folder(make_study, make_book):
    assert make_book(make_study()).content == make_book(make_study()).content
