"""Which edition a wave is bridged from, and what that edition published.

Promise: of the waves before a wave, the latest that has an edition; an open survey, a fictitious wave and a first wave
have none. The numbers published are those of the edition's own record, or it is damaged. Imports nothing slow: the
pipeline asks while it plans. Left out: the bridge.
"""

from pathlib import Path

from study.archive import problems as found
from study.archive.record import NAME, Edition, list_editions, read_edition
from study.archive.recover import content_of
from study.base import git
from study.base.errors import Place, StudyError, raise_if
from study.base.files import sha256_hex
from study.base.layout import MANIFEST, StudyPaths
from study.bridge.groups import needed
from study.codebook.yaml_source import read_yaml
from study.intake.series import waves_before
from study.intake.wave import Wave

INDICATORS = "indicators.csv"


def _is_open_survey(paths: StudyPaths) -> bool:
    document, _ = read_yaml(paths.study_yaml, paths)
    return document is not None and document.value.get("open_survey") is True


def edition_before(paths: StudyPaths, wave: Wave) -> str | None:
    """Return the latest earlier wave that has a published edition; StudyError when an earlier wave cannot be read."""
    editions = list_editions(paths)
    if not editions or _is_open_survey(paths):
        return None
    return next((other.wave for other in reversed(waves_before(paths, wave)) if other.wave in editions), None)


def files_read(paths: StudyPaths, wave: str) -> tuple[Path, ...]:
    """Return the files of an edition that a bridge from it reads, those that are there."""
    folder = paths.published(wave)
    return tuple(path for name in (NAME, MANIFEST, INDICATORS) if (path := folder / name).is_file())


def whole(paths: StudyPaths, wave: str) -> Edition:
    """Return the record of an edition; StudyError when it is damaged, UsageError when there is none."""
    edition, problems = read_edition(paths, wave)
    raise_if(problems)
    assert edition is not None  # for mypy: without problems there is an edition
    return edition


def published_file(paths: StudyPaths, edition: Edition, name: str) -> bytes:
    """Return a file of an edition as it was published; StudyError when it is missing or another one."""
    path = paths.published(edition.wave) / name
    place, details = Place(paths.relative(path)), {"wave": edition.wave}
    digest = next((file.sha256 for file in edition.files if file.path == name), None)
    if digest is None or not path.is_file():
        raise StudyError([found.MissingEditionFile(place, None, details)])
    content = path.read_bytes()
    if sha256_hex(content) != digest:
        raise StudyError([found.ChangedEditionFile(place, None, details)])
    return content


def inputs_at_hand(paths: StudyPaths, wave: str) -> bool:
    """Tell whether the inputs that an edition rests on can be got back here: what a report says hangs on it."""
    edition, _ = read_edition(paths, wave)
    if edition is None:
        return False
    names = needed((source.path for source in edition.inputs), wave)
    return all(content_of(source, [paths.root]) is not None for source in edition.inputs if source.path in names)


def history(paths: StudyPaths) -> str:
    """Return how much git holds here: `none`, `shallow` or `whole`; an edition's code may lie in it alone."""
    answer = git.ask(paths.root, "rev-parse", "--is-shallow-repository")
    if not answer.ok:
        return "none"
    return "shallow" if answer.output.strip() == b"true" else "whole"
