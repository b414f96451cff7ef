"""A study broken in one place, and what its inputs then say."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from study.base.errors import Problem, StudyError
from study.intake.inputs import load_inputs


@pytest.fixture
def problems_of(make_study) -> Callable[..., list[Problem]]:
    """`problems_of({file: content})`: the problems of the small study's wave once these files are changed."""

    def problems(files: Mapping[str, Any], wave: str = "2020") -> list[Problem]:
        try:
            load_inputs(make_study(files), wave)
        except StudyError as error:
            return list(error.problems)
        return []

    return problems


@pytest.fixture
def check_one(problems_of, said) -> Callable[..., None]:
    """Break one file and check the one problem that it makes: code, place, value, and words of both languages."""

    def check(
        file: str,
        edit: Any,
        code: str,
        row: int | None,
        column: str | None,
        value: str | None,
        english: str,
        french: str,
    ) -> None:
        problems = problems_of({file: edit})
        assert [problem.code for problem in problems] == [code], [(p.code, p.place, p.value) for p in problems]
        [problem] = problems
        assert problem.place.file == file
        assert (problem.place.row or problem.place.line, problem.place.column) == (row, column)
        assert problem.value == value
        assert english in said(problem, "en")
        assert french in said(problem, "fr")

    return check
