"""Releases every text of a wave's exports, as an analyst does who has read them all.

Left out: what is held back without it (`tests/survey/test_release.py`, `tests/test_no_leak.py`).
"""

import yaml

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.exports.folder import response_files
from study.intake import checksums
from study.survey.release import all_released


def release(paths: StudyPaths, wave: str) -> StudyPaths:
    """Say in wave.yaml that every text of every export may be published; return the study, sealed again if it was."""
    released = all_released(response_files(paths.responses(wave)), load_study(paths))
    document = yaml.safe_load(paths.wave_yaml(wave).read_text("utf-8"))
    entries = [item.model_dump(mode="json", exclude={"hold"}) for item in released]
    document["survey"] = (document.get("survey") or {}) | {"released": entries}
    paths.wave_yaml(wave).write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), "utf-8")
    if paths.checksums.is_file():
        paths.checksums.write_text(checksums.written(checksums.current(paths)), "utf-8")
    return paths
