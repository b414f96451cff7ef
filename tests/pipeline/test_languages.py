import pytest

from study.base.errors import UsageError
from study.pipeline.languages import missing_texts, report_languages
from study.report.manifest import write_folder

BOTH = ("fr", "en")


def test_a_report_is_in_the_first_language_unless_another_is_asked_for(small_study):
    assert report_languages(small_study, BOTH, "2020") == ()
    assert report_languages(small_study, BOTH, "2020", ["en", "en", "fr"]) == ("en",)


def test_a_language_that_the_report_is_given_in_stays(small_study):
    write_folder(small_study.reports("2020"), {"report.pdf": b"a", "report.en.pdf": b"b"})
    assert report_languages(small_study, BOTH, "2020") == ("en",)
    assert report_languages(small_study, BOTH, "2021") == ()
    # Deleted by hand, it is a damaged report, which is built again as it was.
    (small_study.reports("2020") / "report.en.pdf").unlink()
    assert report_languages(small_study, BOTH, "2020") == ("en",)


def test_a_language_of_the_edition_is_asked_for_where_editions_are_compared(small_study):
    write_folder(small_study.published("2020"), {"report.pdf": b"a", "report.en.pdf": b"b"})
    assert report_languages(small_study, BOTH, "2020") == ()
    assert report_languages(small_study, BOTH, "2020", published=True) == ("en",)


def test_a_language_that_the_study_gave_up_is_not_built(small_study):
    write_folder(small_study.reports("2020"), {"report.pdf": b"a", "report.en.pdf": b"b"})
    assert report_languages(small_study, ("fr",), "2020") == ()


def test_an_unknown_language_is_refused_with_those_there_are(small_study, said):
    with pytest.raises(UsageError) as caught:
        report_languages(small_study, BOTH, "2020", ["de"])
    (problem,) = caught.value.problems
    assert "The report cannot be given in “de”" in said(problem, "en") and "fr and en" in said(problem, "en")
    assert "« de »" in said(problem, "fr") and "fr et en" in said(problem, "fr")
    assert problem.place.file == "data/raw/questionnaire/study.yaml"


def test_a_text_without_its_translation_is_named_where_it_is_to_be(small_study):
    assert missing_texts(small_study, BOTH, "2020", "en") == ["data/raw/waves/2020/commentary/en/introduction.md"]
    text = small_study.commentary("2020", "en") / "introduction.md"
    text.parent.mkdir()
    text.write_text("---\nsummary: Three\n---\n\n", "utf-8")
    assert missing_texts(small_study, BOTH, "2020", "en") != []  # a heading is no text
    text.write_text("Three.\n", "utf-8")
    assert missing_texts(small_study, BOTH, "2020", "en") == []
