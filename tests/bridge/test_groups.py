"""What a wave is computed from, in groups: of an edition, and of today."""

import pytest

from study.base.errors import StudyError
from study.bridge.editions import whole
from study.bridge.groups import needed, of_edition, of_today


def test_every_input_that_computes_belongs_to_one_group(two_waves):
    found = of_today(two_waves, "2020")
    names = [set(group.files) for group in (found.evidence, found.date, found.questionnaire)]
    assert names == [
        {f"data/raw/evidence/{name}.csv" for name in ("corrections", "evidence", "sources")},
        {"data/raw/frame.csv", "data/raw/waves/2020/claims.csv", "data/raw/waves/2020/wave.yaml"},
        {f"data/raw/questionnaire/{name}.yaml" for name in ("lever-0", "lever-1", "study")},
    ]
    others = ["data/raw/waves/2020/commentary/fr/a.md", "data/raw/waves/2027/wave.yaml", "data/raw/CHECKSUMS.sha256"]
    assert needed(others, "2020") == set()
    survey = "data/raw/waves/2020/responses/a.csv"
    assert needed([survey, "data/raw/contours/a.geojson"], "2020") == {survey, "data/raw/contours/a.geojson"}


def test_an_edition_s_groups_are_as_they_were_published(changed):
    then, now = of_edition(changed, whole(changed, "2020")), of_today(changed, "2020")
    assert b"E100" in now.evidence.files["data/raw/evidence/evidence.csv"]
    assert b"E100" not in then.evidence.files["data/raw/evidence/evidence.csv"]
    assert then.date.identity == now.date.identity
    assert then.questionnaire.identity != now.questionnaire.identity


def test_what_is_not_to_be_had_is_told_file_by_file(shallow):
    with pytest.raises(StudyError) as caught:
        of_edition(shallow, whole(shallow, "2020"))
    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [
        ("missing-history", "data/raw/evidence/evidence.csv"),
        ("missing-history", "data/raw/questionnaire/lever-1.yaml"),
    ]


def test_what_no_number_rests_on_makes_no_other_group(two_waves, edition_kit):
    kit = edition_kit
    before = of_today(two_waves, "2020")
    kit.edit(two_waves, "data/raw/evidence/sources.csv", lambda text: text.replace("example.org", "example.net"))
    kit.edit(two_waves, "data/raw/waves/2020/claims.csv", lambda text: text + "\n")
    after = of_today(two_waves, "2020")
    assert before != after
    assert before.evidence.identity == after.evidence.identity and before.date.identity == after.date.identity
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.happened)
    assert of_today(two_waves, "2020").evidence.identity != after.evidence.identity
