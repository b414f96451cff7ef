"""The wave.yaml of a new wave: read back, it says what was asked, whatever the texts of the earlier one."""

import re
from datetime import date

import yaml
from hypothesis import given
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.codebook.model import Localised
from study.codebook.yaml_source import read_yaml
from study.exports.settings import SurveySettings
from study.intake.wave import Wave
from study.scaffold.wave_yaml import NewWave, wave_yaml

NEW = NewWave("2026", date(2026, 12, 31), date(2027, 3, 1), 2025, 2024, withheld=True)
# No text of a study holds a control character (study.base.characters).
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="2"), min_size=1).filter(
    str.strip
)
LONG = st.lists(st.sampled_from(["mot", "«\u00a0mot", "fin\u202f!", "a: b", "# c", "-", "'", '"', "{{ x }}", "à", "{"]))


def earlier(**changes):
    told = {"title": "Titre", "subtitle": "Sous-titre", "status": "État", "settle": "Écrire"}
    texts = {name: Localised({"fr": text, "no": "tekst"}) for name, text in told.items()}
    days = {"reference_date": date(2025, 12, 31), "publication_date": date(2025, 12, 31)}
    return Wave(**{"wave": "2025", "frame_vintage": 2025, "population_vintage": 2025} | days | texts | changes)


def read(tmp_path, text):
    path = tmp_path / "wave.yaml"
    path.write_bytes(text.encode("utf-8"))
    document, problems = read_yaml(path, StudyPaths(tmp_path))
    assert problems == []
    return Wave.model_validate(document.value)


def test_it_says_what_was_asked(tmp_path):
    text, renamed = wave_yaml(NEW, earlier(publisher=("Réseau",), fictitious=True), "fr")
    wave = read(tmp_path, text)
    assert (wave.wave, wave.reference_date, wave.publication_date) == ("2026", date(2026, 12, 31), date(2027, 3, 1))
    assert (wave.frame_vintage, wave.population_vintage, wave.publisher, wave.fictitious) == (2025, 2024, (), False)
    assert (wave.survey, renamed) == (SurveySettings(withheld=True), [])


def test_the_earlier_name_becomes_the_new_one_where_it_is_a_word(tmp_path):
    texts = {
        "title": Localised({"fr": "Étude, édition 2025", "en": "Study, 2025 edition"}),
        "short_title": Localised({"fr": "Étude", "en": "Study"}),
        "settle": Localised({"fr": "20251 et 12025, x2025, 2025-bis", "en": "none"}),
        "keywords": (Localised({"fr": "depuis 2019", "en": "since 2019"}), Localised({"fr": "2025.", "en": "x"})),
    }
    text, renamed = wave_yaml(NEW, earlier(**texts), "en")
    wave = read(tmp_path, text)
    assert wave.title.root == {"fr": "Étude, édition 2026", "en": "Study, 2026 edition"}
    assert wave.settle == texts["settle"]
    assert [word.text("fr") for word in wave.keywords] == ["depuis 2019", "2026."]
    assert renamed == ["title", "keywords"]
    above = [text.split(f"\n{key}:")[0].rsplit("\n", 1)[-1] for key in ("title", "short_title", "keywords")]
    assert ["“2025” has become “2026”" in line for line in above] == [True, False, True]


def test_every_setting_of_a_survey_stands_there_and_may_be_uncommented(tmp_path):
    text, _ = wave_yaml(NEW, earlier(), "fr")
    open_ = re.sub(r"^  # (?=\w+: )", "  ", text.split("\nsurvey:\n")[1], flags=re.M)
    told = yaml.safe_load(f"survey:\n{open_}")["survey"]
    assert list(told) == list(SurveySettings.model_fields)
    settings = SurveySettings.model_validate(told)
    defaults = SurveySettings()
    for name in ("match", "incomplete", "multiple_base", "nothing_ticked"):
        assert getattr(settings, name) == getattr(defaults, name)


def test_lines_are_no_longer_than_can_be_read(tmp_path):
    long = Localised({"fr": ("mot " * 100).strip(), "en": ("word " * 100).strip()})
    text, _ = wave_yaml(NEW, earlier(status=long), "fr")
    assert max(len(line) for line in text.splitlines()) <= 120
    assert read(tmp_path, text).status.text("fr") == ("mot " * 100).strip()


@given(TEXTS | LONG.map(" ".join).filter(str.strip), TEXTS)
def test_any_text_comes_back(tmp_path_factory, one, other):
    texts = Localised({"fr": one, "en": other})
    taken = earlier(title=texts, status=texts, keywords=(texts,))
    wave = read(tmp_path_factory.mktemp("wave"), wave_yaml(NEW, taken, "fr")[0])
    assert (wave.title, wave.status, wave.keywords[0]) == (taken.title, taken.status, taken.keywords[0])
    assert wave.settle == taken.settle
