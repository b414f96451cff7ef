"""The panels' data: every printed key, what `study trace` says of it, small, and from the trail alone."""

import json

import pytest

from study.trail.definitions import definition, formula
from study.trail.panels import panels_of, printed_keys
from study.trail.read import Trail
from study.trail.tree import number_tree

SOURCE = "S001"


class Reader:
    """The data as the page's script reads it: positions become what they stand for."""

    def __init__(self, found):
        self.found, self.keys = found, list(found["panels"])

    def text(self, at):
        return self.found["texts"][at]

    def panel(self, key):
        shown, about, how, beside, nodes = self.found["panels"][key]
        return {
            "shown": self.text(shown),
            "definition": self.text(about),
            "formula": self.text(how) if how >= 0 else "",
            "beside": [self.text(at) for at in beside],
            "lines": [line for at in nodes for line in self.lines(at)],
        }

    def lines(self, at):
        """Every line of a node and of those below: (kind, words…)."""
        kind, *rest = self.found["nodes"][at]
        if kind == "f":
            yield ("fact", rest[0], self.text(rest[1]), len(rest) > 2)
        elif kind == "s":
            yield ("source", rest[0])
        elif kind == "k":
            yield ("key", self.keys[rest[0]])
        elif kind == "c":
            yield ("answer", *(self.text(item) for item in rest[:3]))
        else:
            yield ("words", self.text(rest[0]))
        for child in next((item for item in rest if isinstance(item, (list, tuple))), ()):
            yield from self.lines(child)


@pytest.fixture
def read(trail):
    def run(*keys, lang="en", of=trail):
        return Reader(panels_of(of, keys or list(of.numbers), lang))

    return run


def test_a_count_names_each_territory_with_its_facts_and_their_sources(read, trail):
    reader = read("scheme.count")
    panel = reader.panel("scheme.count")
    assert panel["definition"] == definition("scheme.count", trail, "en")
    assert panel["formula"] == formula("scheme.count", trail, "en")
    answers = [line[1:3] for line in panel["lines"] if line[0] == "answer"]
    assert answers == [("Arbois", "yes"), ("Belleville", "planned"), ("Cassis", "unknown")]
    at = panel["lines"].index(next(line for line in panel["lines"] if line[1] == "Arbois"))
    assert panel["lines"][at + 1][:2] == ("fact", "E005") and "governs" in panel["lines"][at + 1][2]
    row, answer, day, confidence, note, source = reader.found["facts"]["E005"]
    fact = trail.facts["E005"]
    assert (row, source) == (fact["row"], fact["source"])
    assert reader.text(answer) == "yes" and reader.text(note) == (fact.get("note_en") or fact["note"])
    assert reader.text(day) and "confidence" in reader.text(confidence)
    assert reader.found["sources"][source][-1] == trail.sources[source]["url"]
    assert reader.text(reader.found["sources"][source][1]) == trail.sources[source]["title"]
    assert ("words", "yes: 1, counted") in panel["lines"]


def test_what_stands_beside_a_number_stands_in_its_panel(read):
    beside = read("scheme.count").panel("scheme.count")["beside"]
    assert {text.partition(":")[0] for text in beside} >= {"numerator", "base", "unknown", "lower bound", "upper bound"}


def test_a_survey_cell_stands_beneath_the_answer_and_facts_set_aside_are_said_to_be(read):
    lines = read("clauses.count").panel("clauses.count")["lines"]
    cell = next(line[1] for line in lines if line[0] == "words" and "answers.csv" in line[1])
    assert "NON" in cell and "column C" in cell
    assert any("E008=yes;E009=no" in line[1] for line in lines)  # the correction
    lapsed = [line for line in read("evidence.lapsed").panel("evidence.lapsed")["lines"] if line[0] == "fact"]
    assert [line[1] for line in lapsed] == ["E007"]


def test_an_intensity_is_told_question_by_question_for_one_territory_and_for_each(read):
    reader = read("lever_0.intensity.arbois", "lever_0.intensity")
    one = [line[1:3] for line in reader.panel("lever_0.intensity.arbois")["lines"] if line[0] == "answer"]
    assert one == [("Elected member", "yes"), ("Staff", "yes")]
    whole = reader.panel("lever_0.intensity")["lines"]
    at = next(i for i, line in enumerate(whole) if line[0] == "words" and line[1].startswith("Arbois: yes 2"))
    below = [line for line in whole[at + 1 :] if line[0] == "answer"]
    assert [line[1:3] for line in below[:2]] == one
    questions = {line[1] for line in below}
    assert len(below) == 3 * len(questions) and whole[at + 2][0] == "fact"


def test_a_change_shows_both_answers(read):
    reader = read("evolution.2018.scheme.adopted")
    lines = reader.panel("evolution.2018.scheme.adopted")["lines"]
    assert ("answer", "Belleville", "no, then planned", "Scheme adopted") in lines
    assert ("answer", "Arbois", "yes, then yes", "Scheme adopted") in lines


@pytest.mark.parametrize("name", ["no_years", "plan_years", "yes_years"])
def test_facts_counted_by_a_rule_are_those_of_the_rule(read, trail, name):
    words = {"no_years": "years since a no", "plan_years": "years since a plan", "yes_years": "years since a yes"}
    standing = "lapsed" if name == "yes_years" else "live"
    of = {"kind": "facts", "measure": "count", "standing": [standing], "rule": name, "lever": None, "territory": "",
          "source": ""}  # fmt: skip
    key = f"evidence.rule.{standing}.{name}"
    number = {**trail.numbers["evidence.live"], "indicator": key, "of": of}
    other = Trail({**trail.data, "numbers": {key: number}})
    expected = [
        evidence for evidence, fact in trail.facts.items() if fact["standing"]["2020"] == [standing, words[name]]
    ]
    lines = read(key, of=other).panel(key)["lines"]
    assert expected and [line[1] for line in lines if line[0] == "fact"] == expected
    assert name not in definition(key, other, "en")


def test_a_long_list_of_facts_is_told_by_its_rows(read, trail):
    fact = trail.facts["E005"]
    facts = {f"X{n:03}": {**fact, "row": n + 2} for n in range(70)}
    reader = read("evidence.live", of=Trail({**trail.data, "facts": facts}))
    lines = reader.panel("evidence.live")["lines"]
    assert not [line for line in lines if line[0] == "fact"]
    assert any("rows 2–71" in line[1] for line in lines)


def test_a_claim_says_where_it_was_published_and_a_given_value_its_line(read, trail):
    panel = read("claim.C01.documented").panel("claim.C01.documented")
    assert "Territories with a scheme" in panel["definition"] and ("source", SOURCE) in panel["lines"]
    assert any(line[1].startswith(f"{trail.files['claims']}:2") for line in panel["lines"])
    assert any(line[0] == "answer" and line[1] == "Arbois" for line in panel["lines"])
    every = read("claims.reproduced").panel("claims.reproduced")["lines"]
    assert any(line[1].endswith("published 1, computed again 1") for line in every)
    number = {**trail.claims["C01"], "value": 1250.5}
    bare = {key: value for key, value in trail.numbers.items() if not key.startswith("claim.")}
    without = Trail({**trail.data, "claims": {"C01": number}, "numbers": bare})
    every = read("claims.reproduced", of=without).panel("claims.reproduced")["lines"]
    assert any(line[1].endswith("published 1,250.5, computed again –") for line in every)
    assert ("words", f"{trail.files['wave']}:14") in read("collection.1").panel("collection.1")["lines"]
    rows = [line[1] for line in read("frame.count").panel("frame.count")["lines"]]
    assert any(trail.files["frame"] in row and row.startswith("Arbois") for row in rows)


def test_figures_and_tables_have_panels_too(read):
    reader = read("figure:lever-1-questions", "table:lever-1-indicators", "scheme.count", "clauses.count")
    assert reader.panel("figure:lever-1-questions")["definition"]
    table = reader.panel("table:lever-1-indicators")
    assert table["lines"] == [("key", "scheme.count"), ("key", "clauses.count")] and "2 numbers" in table["definition"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_key_has_words_and_is_what_the_trace_says(read, traced, trail, lang):
    reader, paths = read(lang=lang), traced()
    for key in trail.numbers:
        panel = reader.panel(key)
        assert panel["definition"] and panel["formula"] and panel["shown"]
        tree = number_tree(key, trail, paths, lang)
        found, todo = set(), [tree]
        while todo:
            node = todo.pop()
            todo += node.children
            if node.kind == "fact":
                found.add(node.data["evidence"])
        of = trail.numbers[key]["of"]
        told = {line[1] for line in panel["lines"] if line[0] == "fact"}
        if of.get("measure") in ("before", "after") or key.startswith("evolution."):
            assert told <= found or found == set(), key  # answers by the hundred are told by their number
        elif len(of.get("questions", ())) > 1 and not of.get("territory"):
            assert found <= told, key  # the trace shows the answers of one territory at a time, the panel all
        else:
            assert told == found, key


def test_a_part_of_a_change_and_a_count_of_files_have_no_bounds_of_their_own(read, trail):
    number = {**trail.numbers["scheme.count"], "indicator": "scheme.count"}
    parts = {
        f"bridge.2018.scheme.count.{name}": {
            **number, "of": {"kind": "bridge", "measure": name, "indicator": "scheme.count", "moments": ["2020", "2020"]}
        }
        for name in ("before", "date", "after")
    }  # fmt: skip
    reader = read(*parts, of=Trail({**trail.data, "numbers": {**trail.numbers, **parts}}))
    assert [bool(reader.panel(key)["beside"]) for key in parts] == [False, False, True]
    assert read("evidence.live").panel("evidence.live")["beside"] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_facts_in_force_are_listed_with_what_they_are_about(read, trail, lang):
    reader = read("scheme.count", lang=lang)
    listed = {}
    for evidence, territory, question, day in reader.found["counted"]:
        lever, label = map(reader.text, reader.found["questions"][question])
        listed[evidence] = (reader.text(territory), lever, label, day)
    live = {
        evidence: fact
        for evidence, fact in trail.facts.items()
        if fact["standing"]["2020"][0] == "live" and fact["question"] in trail.questions
    }
    assert live and len(live) < len(trail.facts)
    assert listed == {
        evidence: (
            trail.territories[fact["territory"]]["short_name"],
            trail.levers[str(fact["lever"])]["title"][lang],
            trail.questions[fact["question"]]["label"][lang],
            fact["as_of"],
        )
        for evidence, fact in live.items()
    }
    assert set(listed) <= set(reader.found["facts"]) and len(reader.found["counted"]) == len(listed)
    order = [list(trail.questions).index(trail.facts[evidence]["question"]) for evidence in listed]
    assert order == sorted(order)


def test_where_nobody_may_be_named_no_fact_is_listed(read, trail):
    found = read("scheme.count", of=Trail({**trail.data, "territories": {}})).found
    assert found["counted"] == found["questions"] == []


def test_texts_stand_once_in_their_order_and_positions_are_within(read):
    found = read().found
    assert found["texts"] == sorted(set(found["texts"]))
    assert len({json.dumps(node) for node in found["nodes"]}) == len(found["nodes"])
    assert json.dumps(found) == json.dumps(read().found)


def test_an_open_survey_names_nobody(read, trail):
    bare = Trail({**trail.data, "states": {}, "territories": {}, "cells": {}, "facts": {}})
    found = read("scheme.count", "lever_0.intensity", "frame.count", of=bare)
    said = json.dumps(found.found)
    assert "Arbois" not in said and "arbois" not in said
    assert found.panel("scheme.count")["definition"]


def test_no_raw_file_is_read(trail, monkeypatch):
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: pytest.fail(f"{path} was read"))
    panels_of(trail, list(trail.numbers), "fr")


def test_printed_keys_are_those_that_the_report_links(trail):
    found = printed_keys(trail)
    assert found == ["scheme.count", "figure:lever-1-questions", "table:lever-1-indicators"]
    with pytest.raises(KeyError):
        panels_of(trail, ["no.such.key"], "en")
