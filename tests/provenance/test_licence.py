from pathlib import Path

import pytest

from study.base.layout import StudyPaths
from study.provenance.licence import name_of, read_licence

ROOT = Path(__file__).parents[2]


def test_this_study_is_under_the_open_licence_of_its_own_file():
    licence = read_licence(StudyPaths(ROOT))
    assert (licence.file, licence.name, licence.title) == (
        "LICENSE-DATA",
        "etalab-2.0",
        "Licence Ouverte / Open Licence 2.0",
    )
    assert licence.content == (ROOT / "LICENSE-DATA").read_bytes()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Creative Commons Attribution 4.0\n  International Public License", "CC-BY-4.0"),
        ("Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("CC0 1.0 Universal", "CC0-1.0"),
        ("CC0 1.0 Universal, or Creative Commons Attribution 4.0 International", ""),
        ("MIT License", ""),
        ("", ""),
    ],
)
def test_a_text_is_given_a_name_only_beyond_doubt(text, name):
    assert name_of(text) == name


def test_a_study_without_a_licence_has_none_and_its_data_licence_stands_before_the_other(small_study):
    assert read_licence(small_study) is None
    for name in ("LICENSE", "LICENSE-DATA"):
        (small_study.root / name).write_bytes(b"\xff own terms")
        found = read_licence(small_study)
        assert (found.file, found.name, found.url, found.title) == (name, "", "", name)
