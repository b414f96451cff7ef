"""In which languages a wave's report is given, besides the study's first.

Promise: those asked for, and those in which it lies in its folder already: a report in two languages is one folder, and
no build leaves half of it behind with older numbers, or takes a language away. What is asked for must be a language of
the study. Left out: what is bound to a language, and under which name (`study.base.layout`, `study.report.build`).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from study.base.errors import Place, Problem, UsageError
from study.base.layout import StudyPaths, further_languages
from study.base.text import mark
from study.report.manifest import listed


class NoSuchLanguage(Problem):
    """A report is asked for in a language that the study does not have."""

    code = "no-such-language"
    what = mark("The report cannot be given in “{value}”.")
    why = mark("The questionnaire, the titles and the texts of this study are there in: {known}.")
    remedy = mark("Name one of these; or add the language to study.yaml, with each text in it.")


def report_languages(
    paths: StudyPaths, languages: Sequence[str], wave: str, asked: Iterable[str] = (), *, published: bool = False
) -> tuple[str, ...]:
    """Return the further languages of a wave's report, sorted; `languages` are the study's.

    With `published`, those of its edition too. Raises UsageError for one that the study does not have.
    """
    asked = tuple(asked)
    if unknown := [lang for lang in dict.fromkeys(asked) if lang not in languages]:
        details = {"known": list(languages)}
        raise UsageError([NoSuchLanguage(Place(paths.relative(paths.study_yaml)), lang, details) for lang in unknown])
    folders: list[Path] = [paths.reports(wave), *([paths.published(wave)] if published else [])]
    there = {lang for folder in folders for lang in further_languages(listed(folder))}
    # One that the study no longer has cannot be built.
    return tuple(sorted({*asked, *there} & set(languages[1:])))


def missing_texts(paths: StudyPaths, languages: Sequence[str], wave: str, lang: str) -> list[str]:
    """Return the files of the texts that a wave's report in `lang` does without, since they are not translated."""
    from study.report.commentary import untranslated  # with pandas, which a run that has nothing to do need not load

    return [problem.place.file for problem in untranslated(paths, wave, languages[0], lang) if problem.place]
