"""Which waves a wave is compared with."""

import pytest

from study.base.errors import StudyError
from study.intake.series import waves_before
from study.intake.wave import load_wave

WAVE = "data/raw/waves/{}/wave.yaml"


def text_of(paths, name, day, *, fictitious="false"):
    made = paths.wave_yaml("2020").read_text("utf-8")
    made = made.replace('wave: "2020"', f'wave: "{name}"').replace("2020-12-31", day)
    return made.replace("fictitious: true", f"fictitious: {fictitious}")


@pytest.fixture
def series(make_study):
    """Waves 2018, 2020 (fictitious), 2022 (a rehearsal of it too), 2023."""
    paths = make_study()
    for name, day, fictitious in (
        ("2018", "2018-06-30", "false"),
        ("2022", "2022-01-01", "false"),
        ("essai", "2021-05-05", "true"),
        ("2023", "2023-12-31", "false"),
    ):
        paths.wave_folder(name).mkdir()
        paths.wave_yaml(name).write_text(text_of(paths, name, day, fictitious=fictitious), "utf-8")
    return paths


def before(paths, name):
    wave, problems = load_wave(paths, name)
    assert problems == []
    return [other.wave for other in waves_before(paths, wave)]


def test_earlier_waves_come_oldest_first_without_later_or_fictitious_ones(series):
    assert before(series, "2018") == []
    assert before(series, "2022") == ["2018"]
    assert before(series, "2023") == ["2018", "2022"]
    assert before(series, "2020") == [], "what is invented is compared with nothing"


def test_a_broken_later_wave_is_its_own_business_and_a_broken_earlier_one_is_told(series):
    late = series.wave_yaml("2023")
    late.write_text(late.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    assert before(series, "2022") == ["2018"]
    early = series.wave_yaml("2018")
    early.write_text(early.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    with pytest.raises(StudyError) as error:
        before(series, "2022")
    assert all(problem.place.file == "data/raw/waves/2018/wave.yaml" for problem in error.value.problems)
