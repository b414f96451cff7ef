import pandas as pd
import pytest

from study.chapters.context import open_wave
from study.indicators.lever import lever_indicators
from study.workbook.levers import lever_sheet


def test_states_are_counted_again_from_the_answers(made, under):
    """Independent of the ledger: the states of the answers' own tables, tallied here."""
    for lever, name in ((0, "Gouvernance"), (1, "1. Achats")):
        tables, rows = made.levers[lever], under(made.sheet(name), "Question")
        asked = [q for q in made.context.study.lever(lever).questions if q.type.value == "yes_no"]
        assert [row["Question"] for row in rows] == [q.label.text("fr") for q in asked]
        for question, row in zip(asked, rows, strict=True):
            status, answers = (
                tables.status[question.question].astype(str),
                tables.answers[question.question].astype(object),
            )
            said = [a if s == "answered" else s for s, a in zip(status, answers, strict=True)]
            missing = sum(s not in ("answered", "not_asked") for s in status)
            assert [row["Oui"], row["En projet"], row["Non"]] == [said.count(code) for code in ("yes", "planned", "no")]
            assert row["Inconnu"] == missing and row["Posée à"] == len(said) - said.count("not_asked")
            assert row["Part"] == pytest.approx(row["Oui"] / row["Posée à"])
            assert row["Part, borne haute"] == pytest.approx((row["Oui"] + row["Inconnu"]) / row["Posée à"])


def test_every_number_is_the_one_of_indicators_csv(made, under):
    context = made.context
    known = {
        item.indicator: item
        for lever in context.study.levers
        for item in lever_indicators(lever, made.levers[lever.lever], context.population, context.wave.reference_date)
    }
    columns = {"Part": ("share", "value"), "Part, borne basse": ("share", "lower"), "Part, borne haute": ("share", "upper"),
               "Part des connus": ("share_determined", "value"), "Part de la population": ("weighted_share", "value"),
               "Part de la population, borne basse": ("weighted_share", "lower"),
               "Part de la population, borne haute": ("weighted_share", "upper"),
               "Âge médian, ans": ("count", "median_age_years"), "Oui, confiance élevée": ("count", "high_count")}  # fmt: skip
    seen = 0
    for name in ("Gouvernance", "1. Achats"):
        for row in under(made.sheet(name), "Question"):
            question = row["Clé"].removesuffix(".count")
            for column, (measure, field) in columns.items():
                value = getattr(known[f"{question}.{measure}"], field) if f"{question}.{measure}" in known else None
                if column in row and value is not None:
                    assert row[column] == pytest.approx(value), (question, column)
                    seen += 1
                elif column in row:
                    assert row[column] in ("–", "inconnu", "inconnue")
    assert seen > 25


def test_numbers_have_a_table_of_their_own_and_the_lever_a_line(made, under):
    [row] = under(made.sheet("1. Achats"), "Nombres et dates")
    assert (row["Nombres et dates"], row["Clé"]) == ("Achats annuels (eur)", "purchases_eur.documented")
    assert (row["Valeurs connues"], row["Total"], row["Médiane"]) == (2, 85000000.5, 42500000.25)
    [whole] = under(made.sheet("1. Achats"), "Ensemble")
    assert whole["Clé"] == "lever_1.intensity" and whole["Part"] <= whole["Part, borne haute"]
    assert made.ledger.entries["lever_1.intensity"].value == whole["Part"]


def test_numbers_are_numbers_with_their_formats_and_the_table_is_set_up_for_reading_and_printing(made):
    sheet = made.sheet("1. Achats")
    heads = {cell.value: cell.column_letter for cell in sheet[4]}
    assert sheet[f"{heads['Part']}5"].number_format == "0%" and sheet[f"{heads['Oui']}5"].number_format == "#,##0"
    assert sheet[f"{heads['Âge médian, ans']}5"].number_format == "#,##0.0"
    assert sheet.freeze_panes == "B5" and sheet.auto_filter.ref == f"A4:{sheet.cell(4, len(heads)).column_letter}6"
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$4:$4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


def test_what_the_study_has_not_has_no_column(small_study, make_book, monkeypatch):
    made = make_book(small_study)
    lever = made.context.study.lever(1)
    texts = [question for question in lever.questions if question.type.value == "text"]
    assert (
        lever_sheet(made.context, lever.model_copy(update={"questions": tuple(texts), "lever": 9}), made.ledger, "x")
        is None
    )
    context = open_wave("2020", "en", root=small_study.root)
    sheet = lever_sheet(context, lever, made.ledger, "x")
    assert "Share of population" in [column.label for column in sheet.tables[0].columns]
    bare = lever.model_copy(update={"questions": tuple(q for q in lever.questions if q.question == "clauses")})
    assert "Share of population" not in [
        c.label for c in lever_sheet(context, bare, made.ledger, "x").tables[0].columns
    ]
    assert not pd.isna([cell.content for cell in sheet.tables[0].rows[0]]).any()
