"""The texts of a wave's survey for whoever reads them before they are published.

Promise: each text whole, of responses that do not count too, personal data that are recognised masked, beside whether
it is held back now; and the lines of wave.yaml that release them. They are given once the survey is read without an
error: a column or response that is still to be settled may hold others. Nothing is written, and nothing else of the
package gives these texts. Left out: what a release does (`study.survey.release`).
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from study.base.errors import Place, StudyError, UsageError, raise_if
from study.base.files import file_sha256
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.model import Study
from study.exports.folder import response_files
from study.exports.volume import is_large
from study.intake.inputs import load_survey
from study.intake.withheld import withheld_files
from study.survey.release import release_of
from study.survey.release_problems import InsideStudy
from study.survey.response_problems import ResponsesWithheld, StreamedOnly
from study.survey.responses import must_be_settled
from study.survey.texts import is_held, release_lines


@dataclass(frozen=True, slots=True)
class Unread:
    """The texts of a wave: `texts` (columns `study.survey.texts.TEXTS`, and `held`, bool), `lines` to release them.

    `names` are the territories by key, none in an open survey; `lines` are empty without a text.
    """

    study: Study
    texts: pd.DataFrame
    lines: str
    names: dict[str, str]


def unread(paths: StudyPaths, wave: str) -> Unread:
    """Return the texts of a wave's survey.

    Raises UsageError for a wave that does not exist, StudyError when codebook, frame or wave.yaml hold problems, when
    something of the survey is to be settled, when its exports are not here or too large.
    """
    folder = Place(paths.relative(paths.responses(wave)))
    if wave in withheld_files(paths):
        raise StudyError([ResponsesWithheld(folder)])
    files = {paths.relative(path): path for path in response_files(paths.responses(wave))}
    if load_study(paths).open_survey and is_large(list(files.values())):
        raise StudyError([StreamedOnly(folder)])
    shown, whole = (load_survey(paths, wave, whole=option) for option in (False, True))
    raise_if(must_be_settled(whole.problems))  # of all but the release itself, which these texts help to settle
    texts, held = whole.responses.texts, is_held(shown.responses.texts["text"])
    sums = {name: file_sha256(path) for name, path in files.items()}
    releases = {name: release_of(path, shown.wave.survey) for name, path in files.items()}
    hold = {name: release.hold for name, release in releases.items() if release is not None}
    lines = release_lines(texts, sums, hold) if len(texts) else ""
    names = {} if shown.study.open_survey else dict(shown.names)
    return Unread(shown.study, texts.assign(held=held.to_numpy()), lines, names)


def outside(paths: StudyPaths, target: Path) -> Path:
    """Return where the texts may be written; raises UsageError for a place within the study."""
    if target.resolve().is_relative_to(paths.root.resolve()):
        raise UsageError([InsideStudy(None, str(target))])
    return target
