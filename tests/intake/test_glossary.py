import pytest

from study.base.errors import StudyError
from study.intake.glossary import load_glossary, read_glossary
from study.intake.inputs import input_problems

GLOSSARY = """terms:
  - term: {fr: Scic, en: SCIC}
    name: {fr: coopérative d’intérêt collectif, en: collective-interest cooperative}
    meaning: {fr: Une coopérative., en: A cooperative.}
    source:
      title: {fr: "Loi n° 47-1775, article 19", en: "Law no. 47-1775, article 19"}
      url: https://example.org/loi
  - term: {fr: Élu, en: Elected member}
    meaning: {fr: Selon la loi 2014-856., en: As law 2014-856 has it.}
    declared: ["2014-856"]
"""
FILE = "data/raw/glossary.yaml"


def problems(make_study, text):
    return read_glossary(make_study({FILE: text}), ("fr", "en"))[1]


def test_a_glossary_is_read_with_its_terms_in_each_language(make_study):
    found = load_glossary(make_study({FILE: GLOSSARY}), ("fr", "en"))
    scic, member = found.terms
    assert scic.term.text("en") == "SCIC" and scic.source.url == "https://example.org/loi"
    assert member.name is None and member.source is None and member.meaning.text("fr") == "Selon la loi 2014-856."


def test_a_study_need_have_none(small_study):
    assert read_glossary(small_study, ("fr", "en")) == (None, []) and load_glossary(small_study, ("fr",)) is None


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "value"),
    [
        ('    declared: ["2014-856"]\n', "", "glossary-typed-number", 9, "2014-856"),
        ("Une coopérative.", "Une des 12 coopératives.", "glossary-typed-number", 4, "12"),
        ("https://example.org/loi", "javascript:alert(1)", "bad-address", 7, "javascript:alert(1)"),
        ("fr: Élu,", "fr: scic,", "glossary-duplicate-term", 8, "scic"),
        (", en: A cooperative.", "", "missing-translation", 4, "en"),
        ("meaning: {fr: Une", "meaning: {de: x, fr: Une", "unknown-language", 4, "de"),
        ("    name:", "    nom:", "unknown-key", 3, "nom"),
        ("    meaning: {fr: Une coopérative., en: A cooperative.}\n", "", "missing-key", 2, "meaning"),
        ("{fr: Une coopérative., en: A cooperative.}", "{fr: '', en: A}", "empty-text", 4, None),
    ],
)
def test_a_fault_is_told_with_its_line(make_study, before, after, code, line, value):
    assert before in GLOSSARY
    found, *others = problems(make_study, GLOSSARY.replace(before, after, 1))
    # Typed in both languages, a number is found in both.
    assert len(others) == (line == 9) and {other.code for other in others} <= {code}
    assert (found.code, found.place.file, found.place.line) == (code, FILE, line)
    assert value is None or found.value == value


def test_a_duplicate_says_where_the_first_one_is(make_study, said):
    [found] = problems(make_study, GLOSSARY.replace("fr: Élu,", "fr: SCIC,"))
    assert "ligne 2" in said(found, "fr") and "line 2" in said(found, "en")


@pytest.mark.parametrize("text", ["terms: []\n", "terms: x\n", "other: 1\n", "", "- a\n", "a: [\n"])
def test_what_is_no_glossary_is_refused(make_study, text):
    assert problems(make_study, text)


def test_it_is_checked_with_the_other_inputs(make_study):
    paths = make_study({FILE: GLOSSARY.replace("Une coopérative.", "Une des 12.")})
    assert [problem.code for problem in input_problems(paths)] == ["glossary-typed-number"]
    with pytest.raises(StudyError):
        load_glossary(paths, ("fr", "en"))
