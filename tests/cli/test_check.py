"""Looking at a wave and at its survey, as typed: what an analyst sees before anything is built."""

import json

import pytest

EVIDENCE = "data/raw/evidence/evidence.csv"
FOLDER = "data/raw/waves/2020/responses/"
EXPORT = (
    "id;submitdate;lastpage;territory;L1scheme;L1purchaseseur;L1actions;wait\n"
    "1;2020-11-02 10:00:00;3;Arbois;Oui;1 200 000 €;Voir camille@example.org;x\n"
    "2;;1;Cassis;Non;;;\n"
    "3;2020-11-03 10:00:00;3;Beleville;Non;environ 12;;\n"
    "4;2020-11-03 11:00:00;3;Zurich;Non;;;\n"
)


def test_check_says_what_was_found_and_writes_nothing(small_study, study, snapshot, one_line):
    before = snapshot(small_study.root)
    status, out, err = study("check", "--root", small_study.root)
    assert (status, err) == (0, "")
    for words in (
        "2020",
        "14 faits",
        "2 sources",
        "3 territoires",
        "E008=yes;E009=no",
        "belleville",
        "corrections.csv",
    ):
        assert words in one_line(out), words
    assert snapshot(small_study.root) == before
    assert not (small_study.root / ".cache").exists()


def test_a_bad_row_is_told_with_everything_needed_to_mend_it_in_both_languages(make_study, study):
    paths = make_study({EVIDENCE: lambda text: text.replace("E003,arbois", "E003,arbios")})
    status, out, err = study("check", "2020", "--root", paths.root)
    assert (status, out) == (1, "")
    for words in (EVIDENCE, "ligne 4", "colonne territory", "« arbios »", "« arbois »", "Pourquoi", "Que faire"):
        assert words in err, words
    status, _, err = study("--lang", "en", "check", "2020", "--root", paths.root)
    assert status == 1 and f"{EVIDENCE}, row 4, column territory" in err and "What to do" in err


@pytest.fixture
def surveyed(make_study):
    return make_study({FOLDER + "results.csv": EXPORT})


def test_a_look_at_a_survey_shows_what_to_settle_and_where(surveyed, study, one_line, snapshot):
    before = snapshot(surveyed.root)
    status, out, _ = study("check", "2020", "--root", surveyed.root)
    out = one_line(out)
    assert status == 1
    for words in (
        "LimeSurvey", "comptées : 1", "jamais envoyées : 1", "hors du champ de l’étude : 1", "1 sur 3",
        "À régler avant tout calcul (2)", "results.csv, ligne 4, colonne D", "« Beleville »", "« belleville »",
        "colonne H", "« wait »", "À regarder", "ligne 3", "« […] »", "textes sont retenus",
    ):  # fmt: skip
        assert words in out.replace("\u00a0", " "), words
    assert "camille" not in out and "colonne G" in out
    assert snapshot(surveyed.root) == before


def test_what_is_settled_in_the_wave_is_settled(make_study, study, one_line):
    settled = "survey:\n  ignored_columns: [wait]\n  respondents: {Beleville: belleville, Zurich: outside}\n"
    paths = make_study({FOLDER + "results.csv": EXPORT, "data/raw/waves/2020/wave.yaml": lambda wave: wave + settled})
    status, out, _ = study("check", "2020", "--root", paths.root)
    assert status == 0 and "2 sur 3" in one_line(out) and "À régler" not in out
    assert "environ 12" in one_line(out)


def test_an_export_is_looked_at_before_it_is_put_anywhere(small_study, study, one_line, tmp_path):
    export = tmp_path / "received.csv"
    export.write_text(EXPORT, encoding="utf-8")
    status, out, _ = study("--lang", "en", "check", export, "--wave", "2020", "--root", small_study.root)
    out = one_line(out)
    assert status == 1 and "Who answered: 1 of 3 (33%)." in out and "row 4, column D" in out
    assert "14 facts" not in out, "the wave itself is not looked at"


def test_programs_get_the_same_as_json(surveyed, study):
    status, out, _ = study("check", "2020", "--json", "--root", surveyed.root)
    found = json.loads(out)
    assert status == 1 and found["settled"] is False and found["wave"] == "2020"
    survey = found["survey"]
    assert survey["exports"][0]["flavour"] == "limesurvey" and survey["fates"]["counted"] == 1
    assert survey["answered"] == ["Arbois"] and survey["territories"] == 3 and survey["response_rate"] == 1 / 3
    [scheme] = [item for item in survey["questions"] if item["question"] == "scheme"]
    assert (scheme["asked"], scheme["given"], scheme["response_rate"]) == (1, 1, 1.0)
    assert {item["severity"] for item in survey["problems"]} == {"error", "warning", "note"}
    assert "camille" not in out


def test_a_page_for_a_colleague(surveyed, study, tmp_path):
    page = tmp_path / "look.html"
    study("check", "2020", "--html", page, "--root", surveyed.root)
    text = page.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="fr">') and "« Beleville »" in text.replace("\u00a0", " ")
    assert "http" not in text and "<script" not in text and "camille" not in text
    study("check", "2020", "--html", page, "--root", surveyed.root)
    assert page.read_text(encoding="utf-8") == text


def test_other_problems_are_shown_beside_those_of_the_survey(make_study, study):
    broken = {EVIDENCE: lambda text: text.replace("E003,arbois", "E003,arbios"), FOLDER + "results.csv": EXPORT}
    status, out, err = study("check", "2020", "--root", make_study(broken).root)
    assert status == 1 and "« arbios »" in err and "Beleville" in out and "Beleville" not in err


def test_files_that_are_not_sealed_are_told_in_one_line(surveyed, study, one_line):
    for name in "abcdef":
        (surveyed.root / FOLDER / f"{name}.md").write_text("A note.\n")
    status, out, _ = study("check", "2020", "--all", "--root", surveyed.root)
    assert status == 1 and "Modifiés depuis le dernier sceau (6)" in one_line(out)
    out = one_line(study("check", "2020", "--root", surveyed.root)[1])
    assert "a.md" in out and "f.md" not in out


def test_a_file_that_is_not_there(small_study, study):
    status, _, err = study("check", "nowhere.csv", "--wave", "2020", "--root", small_study.root)
    assert status == 2 and "nowhere.csv" in err
