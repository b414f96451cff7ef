import json
import shutil

import pytest

from study.base.errors import StudyError
from study.trail.read import FORMAT, read_trail, traced_waves


def refused(paths, wave="2020"):
    with pytest.raises(StudyError) as caught:
        read_trail(paths, wave)
    (problem,) = caught.value.problems
    return problem


def test_a_trail_says_what_it_holds_in_the_study_s_own_words(trail):
    assert (trail.wave, trail.file) == ("2020", "reports/2020/trail.json")
    assert trail.label("scheme", "fr") == "Schéma adopté" and trail.label("scheme", "en") == "Scheme adopted"
    assert trail.label("nothing", "fr") == "nothing" and trail.code_label("themes", "food", "en") == "Food"
    assert trail.noun("territory", "many", "fr") == "métropoles" and trail.lever_title(1, "en") == "Purchasing"
    assert trail.facts_by_case["clauses", "belleville"] == ("E008", "E009")


def test_a_trail_without_nouns_uses_plain_words(traced):
    trail = read_trail(traced(lambda data: data.pop("nouns")), "2020")
    assert trail.noun("territory", "many", "fr") == "territoires" and trail.noun("lever", "one", "en") == "lever"


def test_what_is_not_built_says_how_to_build_it(small_study, said):
    problem = refused(small_study)
    assert problem.code == "trail-not-built" and problem.place.file == "reports/2020/trail.json"
    assert "study report 2020" in said(problem, "fr")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe"])
def test_what_is_no_trail_is_told(traced, content):
    paths = traced()
    (paths.reports("2020") / "trail.json").write_bytes(content)
    assert refused(paths).code == "trail-unreadable"


def test_another_format_is_told(traced, said):
    problem = refused(traced(lambda data: data.update(format=FORMAT + 1)))
    assert problem.code == "trail-format" and f"format {FORMAT + 1}" in said(problem, "en")


def test_a_fresh_clone_reads_the_published_edition(traced):
    paths = traced()
    shutil.copytree(paths.reports("2020"), paths.published("2020"))
    shutil.rmtree(paths.reports("2020"))
    assert traced_waves(paths) == ["2020"]
    assert read_trail(paths, "2020").file == "reports/published/2020/trail.json"
    assert json.loads((paths.root / "reports/published/2020/trail.json").read_bytes())["wave"] == "2020"
