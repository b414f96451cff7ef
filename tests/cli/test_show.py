"""What the commands that write nothing show."""

import json

import pytest


def test_waves_are_listed_in_the_language_asked_for(small_study, study, monkeypatch):
    status, out, _ = study("waves", "--root", small_study.root)
    assert status == 0 and "2020-12-31" in out and "Une petite étude" in out
    assert "A small study" in study("--lang", "en", "waves", "--root", small_study.root)[1]
    monkeypatch.setenv("STUDY_LANG", "en")
    (wave,) = json.loads(study("waves", "--json", "--root", small_study.root)[1])
    assert (wave["wave"], wave["title"], wave["report"]) == ("2020", "A small study", "–")


def test_questions_are_listed(small_study, study):
    everything = json.loads(study("questions", "--json", "--root", small_study.root)[1])
    assert [(question["lever"], question["question"]) for question in everything] == [
        (0, "elected"), (0, "staff"), (0, "actions"), (1, "scheme"), (1, "clauses"), (1, "purchases_eur"), (1, "actions"),
    ]  # fmt: skip
    one = json.loads(study("questions", "--lever", "1", "--json", "--root", small_study.root)[1])
    assert one == everything[3:]
    status, out, _ = study("questions", "--root", small_study.root)
    assert status == 0 and "Avez-vous adopté un schéma ?" in out
    assert "Have you adopted a scheme?" in study("--lang", "en", "questions", "--root", small_study.root)[1]


def test_indicators_as_json_are_those_of_a_hand_count(small_study, study, snapshot):
    before = snapshot(small_study.root)
    status, out, err = study("indicators", "2020", "--json", "--root", small_study.root)
    assert (status, err) == (0, "")
    assert snapshot(small_study.root) == before
    rows = {(row["indicator"], row["territory"]): row for row in json.loads(out)}

    def numbers(name, territory=""):
        row = rows[name, territory]
        return tuple(row[column] for column in ("value", "lower", "upper", "base", "unknown"))

    # elected: Arbois yes, Belleville no, Cassis unknown; scheme: yes, planned, withdrawn; clauses: lapsed, conflict, yes.
    assert numbers("elected.count") == (1, 1, 2, 3, 1)
    assert numbers("scheme.count") == (1, 1, 2, 3, 1)
    assert numbers("clauses.count") == (1, 1, 3, 3, 2)
    assert numbers("scheme.share") == pytest.approx((1 / 3, 1 / 3, 2 / 3, 3, 1))
    assert rows["elected.share_determined", ""]["value"] == pytest.approx(1 / 2)
    people = 100_100 + 200_100 + 300_100
    weighted = rows["scheme.weighted_share", ""]
    assert (weighted["value"], weighted["upper"]) == pytest.approx((100_100 / people, 400_200 / people))
    assert rows["purchases_eur.total", ""]["value"] == pytest.approx(85_000_000.5)
    assert rows["purchases_eur.median", ""]["value"] == pytest.approx(42_500_000.25)
    assert rows["purchases_eur.documented", ""]["value"] == 2
    assert {row["wave"] for row in rows.values()} == {"2020"}
    assert {row["lever"] for row in rows.values()} == {0, 1}


def test_indicators_of_one_lever_as_a_table(small_study, study):
    status, out, _ = study("indicators", "--lever", "1", "--root", small_study.root)
    assert status == 0 and "elected" not in out
    (line,) = (line for line in out.splitlines() if line.strip().startswith("scheme.count"))
    assert line.split()[:6] == ["scheme.count", "1", "1", "2", "3", "1"]
    (line,) = (line for line in out.splitlines() if line.strip().startswith("scheme.share "))
    assert line.split()[1:4] == ["0,333", "0,333", "0,667"]
    rows = json.loads(study("indicators", "--lever", "1", "--json", "--root", small_study.root)[1])
    assert {row["lever"] for row in rows} == {1}
