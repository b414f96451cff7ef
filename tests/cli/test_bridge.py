"""Typing `study bridge`: the table, the names, JSON; and what is wrong usage."""

import json

import pytest


@pytest.fixture
def changed(two_waves, edition_kit, commit):
    kit = edition_kit
    kit.freeze(two_waves, "2020")
    commit(two_waves.root)
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.found_since + kit.happened + kit.of_new_question)
    kit.edit(two_waves, kit.lever, kit.later_questionnaire)
    kit.seal(two_waves)
    return two_waves


def lines(out):
    return [line.split() for line in out.splitlines() if line.strip()]


def test_the_table_adds_up_and_the_names_follow(changed, study, snapshot):
    before = snapshot(changed.root)
    status, out, err = study("--lang", "en", "bridge", "2020", "2027", "--root", changed.root)
    assert (status, err) == (0, "")
    assert snapshot(changed.root) == before
    table = {line[0]: line[1:] for line in lines(out) if len(line) == 7}
    assert table["indicator"] == ["2020", "evidence", "date", "questionnaire", "code", "2027"]
    assert table["scheme.count"] == ["1", "+1", "+1", "0", "0", "3"]
    assert table["clauses.count"] == ["1", "0", "−1", "+3", "0", "3"]
    assert table["awards.count"] == ["–", "new", "–", "–", "–", "1"]
    assert table["total"] == ["4", "+1", "−1", "+3", "0", "7"]
    assert "Belleville: adopted, planned → yes (E101)" in out
    assert "Cassis: a yes found since, unknown → yes (E100)" in out
    assert "Cassis: lapsed, yes → unknown (E010)" in out
    assert "“date”, since its questionnaire does not have them: E102" in out
    assert "Code: what computes is the same." in out and "Environment: the same libraries." in out


def test_one_lever_one_question_or_everything(changed, study):
    def names(*options):
        status, out, _ = study("--lang", "en", "bridge", "2020", "2027", *options, "--root", changed.root)
        assert status == 0
        table = out.split("\n\n")[0]
        return [line[0] for line in lines(table)[1:]]

    assert names("--lever", "0") == ["elected.count", "staff.count", "lever_0.intensity"]
    assert names("--question", "scheme") == ["scheme.count", "scheme.share", "scheme.weighted_share"]
    assert {"lever_1.intensity@cassis", "purchases_eur.median"} <= set(names("--all"))


def test_json_is_exact_and_names_everyone(changed, study):
    status, out, _ = study("bridge", "2020", "2027", "--json", "--root", changed.root)
    assert status == 0
    said = json.loads(out)
    assert said["order"] == ["unreproduced", "evidence", "date", "questionnaire", "code"]
    (intensity,) = [item for item in said["indicators"] if item["indicator"] == "lever_1.intensity"]
    assert intensity["exact"] == {
        "before": "1/3", "unreproduced": "0", "evidence": "1/6", "date": "0", "questionnaire": "5/18", "code": "0", "after": "7/9",
    }  # fmt: skip
    assert {"lever": 1, "question": "scheme", "territory": "belleville", "before": "planned", "after": "yes",
            "how": "adopted", "evidence": ["E101"]} in said["moves"]["date"]  # fmt: skip
    assert [item["key"] for item in said["left_out"]["evidence"]] == ["E102"]
    assert said["code"] == {"same": True, "modules": []} and said["environment"] == {"same": True, "packages": []}


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["2020", "2020"], 2, "nommée deux fois"),
        (["2019", "2027"], 2, "2019"),
        (["2020", "2028"], 2, "2028"),
        (["2027", "2020"], 2, "Aucune édition"),
        (["2020", "2027", "--lever", "9"], 2, "--lever"),
        (["2020", "2027", "--question", "schema"], 2, "scheme"),
        (["2020"], 2, ""),
    ],
)
def test_what_cannot_be_meant_ends_with_status_2(changed, study, arguments, status, code):
    ended, out, err = study("bridge", *arguments, "--root", changed.root)
    assert ended == status and out == "" and code in err


def test_inputs_that_are_not_sealed_are_refused(changed, study, edition_kit):
    edition_kit.edit(changed, edition_kit.evidence, lambda text: text.replace("Found since", "Found"))
    status, out, err = study("bridge", "2020", "2027", "--root", changed.root)
    assert (status, out) == (1, "") and "evidence.csv" in err
