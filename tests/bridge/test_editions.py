"""Which edition a wave is bridged from."""

import pytest

from study.base.errors import StudyError, UsageError
from study.bridge.editions import edition_before, files_read, history, inputs_at_hand, published_file, whole
from study.intake.wave import load_wave


def before(paths, name):
    return edition_before(paths, load_wave(paths, name)[0])


def test_it_is_the_latest_earlier_one_that_is_published(two_waves, kit):
    assert before(two_waves, "2027") is None
    kit.freeze(two_waves, "2027")
    assert before(two_waves, "2027") is None and before(two_waves, "2020") is None
    kit.freeze(two_waves, "2020")
    assert before(two_waves, "2027") == "2020"
    text = two_waves.wave_yaml("2020").read_text("utf-8")
    two_waves.wave_folder("2023").mkdir()
    two_waves.wave_yaml("2023").write_text(
        text.replace('"2020"', '"2023"').replace("2020-12-31", "2023-12-31"), "utf-8"
    )
    two_waves.claims("2023").write_bytes(two_waves.claims("2020").read_bytes())
    assert before(two_waves, "2027") == "2020"
    kit.freeze(two_waves, "2023", {"indicators.csv": b""})
    assert before(two_waves, "2027") == "2023" and before(two_waves, "2023") == "2020"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/raw/waves/2027/wave.yaml", "fictitious: false", "fictitious: true"),
        ("data/raw/questionnaire/study.yaml", "languages:", "open_survey: true\nlanguages:"),
    ],
)
def test_a_fictitious_wave_and_an_open_survey_have_none(published, kit, file, old, new):
    assert before(published, "2027") == "2020"
    kit.edit(published, file, lambda text: text.replace(old, new))
    assert before(published, "2027") is None


def test_what_is_read_of_an_edition_is_its_record_and_its_indicators(published):
    names = {path.name for path in files_read(published, "2020")}
    assert names == {"edition.json", "MANIFEST.sha256", "indicators.csv"}


def test_a_file_that_an_edition_never_held_is_missing(published):
    edition = whole(published, "2020")
    with pytest.raises(StudyError) as caught:
        published_file(published, edition, "trail.json")
    assert caught.value.problems[0].code == "missing-edition-file"
    with pytest.raises(UsageError):
        whole(published, "2019")


def test_inputs_are_at_hand_where_git_or_the_folder_has_them(changed, shallow):
    assert inputs_at_hand(changed, "2020")
    assert not inputs_at_hand(shallow, "2020")
    (changed.published("2020") / "edition.json").unlink()
    assert not inputs_at_hand(changed, "2020")


def test_how_much_of_the_history_is_there(changed, shallow, two_waves):
    assert (history(changed), history(shallow)) == ("whole", "shallow")
    (changed.root / ".git").rename(changed.root / "elsewhere")
    assert history(changed) == "none"
