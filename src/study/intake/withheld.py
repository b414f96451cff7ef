"""Survey answers that are kept out of git: which waves cannot be built in this copy of the study.

Promise: a wave that says `survey: withheld: true` and whose sealed exports are all missing here is withheld, which is
no damage; one that lacks only some of them is. Left out: what is done about it (`inputs`, `checksums`, the commands).
"""

from collections.abc import Mapping

from study.base.layout import StudyPaths
from study.codebook.yaml_source import read_yaml
from study.exports.folder import response_files
from study.intake.checksums import sealed
from study.intake.wave import list_waves


def _may_be_withheld(paths: StudyPaths, wave: str) -> bool:
    document, _ = read_yaml(paths.wave_yaml(wave), paths)
    survey = document.value.get("survey") if document else None
    return isinstance(survey, dict) and survey.get("withheld") is True


def _sealed_exports(paths: StudyPaths, wave: str, names: Mapping[str, str]) -> list[str]:
    """Return the sealed names of a wave's exports; notes and hidden files stay in git."""
    folder = paths.responses(wave).relative_to(paths.raw).as_posix() + "/"
    mine = [name for name in names if name.startswith(folder)]
    return [name for name in mine if not name.removeprefix(folder).startswith(".") and not name.lower().endswith(".md")]


def withheld_files(paths: StudyPaths) -> dict[str, tuple[str, ...]]:
    """Return the sealed exports (named from data/raw) that are withheld from this copy, by wave; none is usual."""
    empty = [wave for wave in list_waves(paths) if not response_files(paths.responses(wave))]
    # The seal is opened only where it matters: a notebook that did so would have to depend on it.
    waves = [wave for wave in empty if _may_be_withheld(paths, wave)]
    names = sealed(paths)[0] or {} if waves else {}
    found = {wave: tuple(_sealed_exports(paths, wave, names)) for wave in waves}
    return {wave: exports for wave, exports in found.items() if exports}
