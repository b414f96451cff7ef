"""What tests of publishing share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.editions.publish import publish


@pytest.fixture
def study(committed_study: StudyPaths) -> StudyPaths:
    """The committed study, under a short name."""
    return committed_study


@pytest.fixture
def refused(package: Path) -> Callable[..., list[tuple[str, str]]]:
    """`refused(paths)`: the code and file of each problem that keeps wave 2020 from being published, sorted."""

    def problems(paths: StudyPaths, **options: bool) -> list[tuple[str, str]]:
        with pytest.raises(StudyError) as caught:
            publish(paths, "2020", package=package, **options)
        return sorted((problem.code, problem.place.file if problem.place else "") for problem in caught.value.problems)

    return problems


@pytest.fixture
def add_wave() -> Callable[..., None]:
    """`add_wave(paths, name, day, fictitious=False)`: add a wave with a file of each kind that one may hold."""

    def add(paths: StudyPaths, name: str, day: str, *, fictitious: bool = False) -> None:
        text = paths.wave_yaml("2020").read_text("utf-8")
        text = text.replace('wave: "2020"', f'wave: "{name}"').replace("2020-12-31", day)
        text = text.replace("fictitious: true", f"fictitious: {str(fictitious).lower()}")
        files = {"wave.yaml": text, "claims.csv": "x", "commentary/fr/a.md": "x", "responses/export.csv": "x"}
        for file, content in files.items():
            path = paths.wave_folder(name) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")

    return add
