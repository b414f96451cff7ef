"""What is said when two editions cannot be set side by side: a screen that names the values, in both languages."""

import pytest

from study.bridge import problems as found

CASES = [
    found.NamedTwice(None, "2021"),
    found.NotEarlier(None, "2025", {"day": "2025-12-31", "other": "2021", "other_day": "2021-11-17"}),
    found.OpenSurvey(),
    found.Refused(None, None, {"evidence": "2025", "date": "2021", "questionnaire": "2021"}),
    found.NoAnswer(None, None, {"wave": "2021", "said": "no such option"}),
    found.UnknownRevision(None, "v9", {"said": "fatal: no"}),
    found.NotPublishedThen(None, "2025", {"revision": "v1"}),
]


@pytest.mark.parametrize("problem", CASES, ids=lambda problem: problem.code)
def test_each_says_what_it_is_about_and_what_to_do(problem, said):
    for lang, remedy in (("fr", "Que faire"), ("en", "What to do")):
        text = said(problem, lang)
        assert remedy in text and "{" not in text
        assert all(str(value) in text for value in problem.fields().values() if value is not None)
    assert said(problem, "fr") != said(problem, "en")


def test_each_has_a_code_of_its_own():
    assert len({problem.code for problem in CASES}) == len(CASES)
