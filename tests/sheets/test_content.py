"""What a sheet says, against the raw rows of the small study."""

import re

import pytest

from study.base.marks import plain
from study.report.document import flat, worded
from study.sheets.content import sheet_of
from study.sheets.limits import LADDER, Limits
from study.sheets.material import open_material

EVIDENCE = "data/raw/evidence/evidence.csv"
ALL = Limits()


def rows_of(sheet):
    return {plain(row["label"]): row for lever in sheet.data["levers"] for row in lever["rows"]}


def test_an_answer_stands_with_its_note_its_date_and_the_ids_that_lead_to_its_pages(material):
    rows = rows_of(sheet_of(material, "arbois", "fr", ALL))
    elected = next(iter(rows.values()))
    assert elected["state"] == {"tone": "yes", "text": "oui"}
    assert elected["note"] == "Une vice-présidente est chargée du sujet" and elected["when"] == "10 juillet 2020"
    assert [ref["text"] for ref in elected["refs"]] == ["E001 · S001"]
    assert elected["refs"][0]["url"].startswith("https://")
    assert (
        plain(rows["Achats annuels"]["state"]["text"]).replace("\u202f", " ").replace("\xa0", " ") == "60 000 000 eur"
    )
    english = rows_of(sheet_of(material, "arbois", "en", ALL))
    assert english["Scheme adopted"]["note"] == "Adopted by vote"


def test_a_unit_is_one_or_many_as_its_number_asks(computed):
    units = "units: {eur: {fr: sou(s), en: penny(s)}}\nelections:"
    purchases = {EVIDENCE: lambda text: text.replace(",60000000,", ",1,"),
                 "data/raw/questionnaire/study.yaml": lambda text: text.replace("elections:", units)}  # fmt: skip
    rows = [rows_of(sheet_of(open_material(computed(changed), "2020"), "arbois", "fr", ALL))["Achats annuels"]["state"]
            for changed in (purchases, purchases | {EVIDENCE: lambda text: text})]  # fmt: skip
    assert plain(rows[0]["text"]) == "1\u00a0sou" and plain(rows[1]["text"]).endswith("000\u00a0sous")


def test_what_is_unknown_is_said_to_be_and_stands_beside_the_whole_frame(material):
    sheet = sheet_of(material, "cassis", "en", ALL)
    scheme = rows_of(sheet)["Scheme adopted"]
    # E014 is withdrawn, so nothing is known of Cassis: of three, Arbois says yes, and Cassis is open.
    assert scheme["state"] == {"tone": "unknown", "text": "unknown"} and scheme["refs"] == []
    assert plain(scheme["frame"]) == "1 of 3 (33% to 67%)"
    assert sheet.data["settle"]["text"] == "Write to the network."
    unknown = plain(sheet.data["settle"]["count"])
    core = sum(question.core for question in material.context.study.questions)
    tones = [row["state"]["tone"] for row in rows_of(sheet).values()]
    assert unknown == f"Unknown here: {tones.count('unknown')} of {core} core answers."


def test_an_answer_in_conflict_is_neither_yes_nor_no(material):
    assert rows_of(sheet_of(material, "belleville", "fr", ALL))["Clauses sociales"]["state"] == {
        "tone": "conflict", "text": "contradictoire",
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_number_is_the_ledger_s_with_its_key(material, numbers_in, lang):
    from study.trail.basis import Bases

    known = material.ledger.entries
    study, wave = material.context.study, material.context.wave.wave
    bases = Bases(study, wave, frozenset(material.context.territories), [], {}, "wave.yaml")
    for territory in material.context.territories:
        for limits in (ALL, LADDER[-1]):
            sheet = sheet_of(material, territory, lang, limits)
            made = {entry.key: entry for entry in sheet.entries}
            found = numbers_in(sheet.data)
            assert found
            for key, words in found:
                entry = known.get(key) or made[key]
                assert plain(entry.texts[lang]) == words.replace("\u00a0", " ") or entry.texts[lang] == words
                assert bases.of(key)["kind"]


# Words that hold digits without being numbers of the study: days, ids, names of waves, and what others wrote.
NOT_NUMBERS = ("when", "refs", "note", "about", "title", "id", "url", "key", "command", "date", "headings", "keywords")


def bare(value, name=""):
    """The words of a sheet's data outside its numbers, those that may hold digits left out."""
    if isinstance(value, dict) and set(value) == {"runs"}:
        yield "".join(run["text"] for run in value["runs"] if not run["key"])
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_NUMBERS:
                yield from bare(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from bare(item, name)
    elif isinstance(value, str):
        yield value


def test_no_digit_stands_outside_the_numbers(material):
    days = re.compile(r"31\sdécembre\s2020")
    for territory in material.context.territories:
        data = worded(sheet_of(material, territory, "fr", ALL).data, "fr")
        for text in bare(data):
            assert not re.search(r"\d", days.sub("", text)), text


def test_the_sign_of_a_cut_is_explained_where_there_is_one(material):
    assert "marque des mots coupés" not in sheet_of(material, "arbois", "fr", ALL).data["trace"]["text"]
    short = sheet_of(material, "arbois", "fr", Limits(label=8)).data
    assert "…" in str(short["levers"]) and "marque des mots coupés" in short["trace"]["text"]


def test_what_the_limits_leave_out_is_counted_and_where_it_stands_is_said(material):
    whole = sheet_of(material, "arbois", "fr", ALL)
    assert [entry.value for entry in whole.entries] == [0, 0, 0]
    assert whole.data["more_questions"] == whole.data["sources"]["more"] == whole.data["actions"]["more"] == ""
    cut = sheet_of(material, "arbois", "fr", Limits(questions=2, actions=0, sources=0))
    kept = rows_of(cut)
    questions, actions, sources = (int(entry.value) for entry in cut.entries)
    also = sum(len(lever["also"].split(",")) for lever in whole.data["levers"] if lever["also"])
    assert len(kept) == 2 and questions == len(rows_of(whole)) + also - 2
    assert all(row["state"]["tone"] != "unknown" for row in kept.values()), "known answers are kept longest"
    assert actions == len(whole.data["actions"]["items"]) and sources == len(
        {r["text"] for k in kept.values() for r in k["refs"]}
    )
    assert f": {questions}." in plain(cut.data["more_questions"])
    assert "Les faits un par un" in cut.data["actions"]["more"] and cut.data["actions"]["items"] == []
    assert "Pages publiques citées" in cut.data["sources"]["more"]


def test_a_territory_without_any_evidence_has_a_sheet_of_unknowns(computed):
    without = open_material(computed({EVIDENCE: lambda text: re.sub(r"(?m)^E\d+,cassis.*\n", "", text)}), "2020")
    sheet = sheet_of(without, "cassis", "fr", ALL)
    assert {row["state"]["tone"] for row in rows_of(sheet).values()} == {"unknown"}
    assert sheet.data["sources"]["items"] == sheet.data["actions"]["items"] == []
    assert plain(sheet.data["cards"][1]["value"]) == "0"


def test_a_fictitious_wave_says_so_first_and_the_title_is_the_wave_s(material):
    meta = worded(sheet_of(material, "arbois", "fr", ALL).data, "fr")["meta"]
    assert meta["warning"] == "Données fictives" and meta["statement"].startswith("Cette édition est fictive")
    assert flat(meta["kicker"]) == "Une petite étude" and meta["name"] == "Métropole d’Arbois"
