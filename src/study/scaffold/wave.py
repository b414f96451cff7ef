"""A new wave of a study, opened from an earlier one.

Promise: `new_wave` leaves a whole folder `data/raw/waves/<name>`, or nothing, and finds everything wrong with what it
was asked at once. Texts of the earlier wave are taken over; each in which its name became the new one is listed, since
a year may also be the year of something else. Texts to be written are empty, so that a report says nothing rather than
something provisional (`study.report.commentary` tells them). Answers stay out of git unless the wave is `committed`.
Left out: what wave.yaml looks like (`wave_yaml`), the words of notes (`wave_notes`), sealing.
"""

import ast
import json
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from study.base.errors import Problem, UsageError, raise_if
from study.base.files import writing
from study.base.layout import StudyPaths
from study.base.text import mark
from study.codebook.load import load_study
from study.codebook.model import Study
from study.intake.claims import COLUMNS
from study.intake.frame import load_frames
from study.intake.wave import Wave, is_wave_name, known_wave, list_waves, load_wave
from study.scaffold.wave_notes import readme, stub
from study.scaffold.wave_problems import BadNewName, DayBefore, DayTaken, NotADay, NoVintage, WaveThere
from study.scaffold.wave_yaml import NewWave, wave_yaml


@dataclass(frozen=True, slots=True)
class MadeWave:
    """A wave that was made: its files, sorted, and the keys of wave.yaml in which a name was replaced."""

    wave: str
    earlier: str
    files: tuple[Path, ...]
    renamed: tuple[str, ...]


def _day(text: str, option: str) -> tuple[date | None, list[Problem]]:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text), []
    except ValueError:
        pass
    return None, [NotADay(None, text, {"option": option})]


def _real_waves(paths: StudyPaths) -> dict[str, date]:
    """Return the reference date of each wave that is not fictitious, oldest first; broken ones are passed over."""
    loaded = {name: load_wave(paths, name)[0] for name in list_waves(paths)}
    return {name: wave.reference_date for name, wave in loaded.items() if wave is not None and not wave.fictitious}


def _vintages(frames: pd.DataFrame, study: Study, day: date) -> tuple[tuple[int | None, int | None], list[Problem]]:
    """Return the vintage of the frame and of its populations: the latest not after the reference year."""
    if study.open_survey:
        return (None, None), []
    known = sorted({int(value) for value in frames["vintage"].dropna()})
    populated = sorted({int(value) for value in frames.loc[frames["population_municipal"].notna(), "vintage"]})
    if not (past := [vintage for vintage in known if vintage <= day.year]):
        return (None, None), [NoVintage(None, str(day.year), {"known": [str(vintage) for vintage in known]})]
    people = [vintage for vintage in populated if vintage <= day.year]
    return (past[-1], people[-1] if people else past[-1]), []


def _slots(paths: StudyPaths, study: Study) -> list[str]:
    """Return the names of the texts that the notebooks show, by reading what they call `commentary` with."""
    names: set[str] = set()
    for path in sorted(paths.notebooks.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                names |= _asked(ast.parse("".join(cell["source"])), study)
    return sorted(names)


def _asked(tree: ast.AST, study: Study) -> set[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "commentary")
    found: set[str] = set()
    for argument in (call.args[0] for call in calls if call.args):
        if isinstance(argument, ast.Constant):
            found.add(str(argument.value))
        elif isinstance(argument, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in argument.values)
            found |= {text.format(lever.lever) for lever in study.levers}
    return found


def _claims_heading(paths: StudyPaths, earlier: str) -> str:
    """Return the heading of the earlier wave's claims: it has the columns of the study's languages."""
    try:
        heading = paths.claims(earlier).read_text("utf-8-sig").split("\n", 1)[0].strip()
    except OSError:
        heading = ""
    return (heading or ",".join(column.name for column in COLUMNS)) + "\n"


def _files(paths: StudyPaths, study: Study, new: NewWave, earlier: Wave, lang: str) -> tuple[dict[str, str], list[str]]:
    """Return the text of each file of the wave, by its name in the wave's folder, and the keys that were renamed."""
    text, renamed = wave_yaml(new, earlier, lang)
    files = {"wave.yaml": text, "claims.csv": _claims_heading(paths, earlier.wave)}
    files["responses/README.md"] = readme(new.wave, new.withheld, lang)
    if new.withheld:
        files["responses/.gitignore"] = "*\n!.gitignore\n!README.md\n"
    compared = any(day < new.reference_date for day in _real_waves(paths).values())
    slots = [name for name in _slots(paths, study) if compared or name != "evolution"]
    written = [code for code in study.languages if paths.commentary(earlier.wave, code).is_dir()]
    for code in written or study.languages[:1]:
        files |= {f"commentary/{code}/{name}.md": stub(lang) for name in slots}
    return files, renamed


def _write(folder: Path, files: dict[str, str]) -> tuple[Path, ...]:
    """Write the files of a folder that is not there, all or none."""
    workshop = folder.with_name(f".new-{secrets.token_hex(6)}")
    with writing(folder.parent):
        try:
            for name, text in files.items():
                path = workshop / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
            workshop.rename(folder)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            raise
    return tuple(sorted(folder / name for name in files))


def _problems(paths: StudyPaths, wave: str, day: date | None, earlier: str) -> list[Problem]:
    problems: list[Problem] = []
    if not is_wave_name(wave):
        problems.append(BadNewName(None, wave))
    elif paths.wave_folder(wave).exists():
        problems.append(WaveThere(None, wave))
    if day is None:
        return problems
    real = _real_waves(paths)
    problems += [DayTaken(None, day.isoformat(), {"other": name}) for name, other in real.items() if other == day]
    if earlier in real and day < real[earlier]:
        details = {"other": earlier, "day": real[earlier].isoformat()}
        problems.append(DayBefore(None, day.isoformat(), details))
    return problems


def new_wave(
    paths: StudyPaths,
    wave: str,
    earlier: str,
    reference: str,
    publication: str | None = None,
    *,
    withheld: bool = True,
    lang: str = "fr",
) -> MadeWave:
    """Open the wave `wave` from `earlier`, at the ISO day `reference`; `publication` is that day too if it is None.

    `lang` is the language of the comments and notes for analysts. Raises UsageError for what was asked wrongly, and
    StudyError when the questionnaire, the frame or the earlier wave hold problems; nothing is made then.
    """
    earlier = known_wave(paths, earlier)
    day, problems = _day(reference, "--reference-date")
    published, more = _day(publication, "--publication-date") if publication is not None else (day, [])
    problems += more
    problems += _problems(paths, wave, day, earlier)
    study, frames, taken = _given(paths, earlier)
    vintages, more = _vintages(frames, study, day) if day else ((None, None), [])
    if problems + more or day is None or published is None:
        raise UsageError([*problems, *more])
    new = NewWave(wave, day, published, *vintages, withheld)
    files, renamed = _files(paths, study, new, taken, lang)
    return MadeWave(wave, earlier, _write(paths.wave_folder(wave), files), tuple(renamed))


def _given(paths: StudyPaths, earlier: str) -> tuple[Study, pd.DataFrame, Wave]:
    """Return what a new wave is made from; StudyError with all its problems."""
    study = load_study(paths)
    frames, problems = (pd.DataFrame(), []) if study.open_survey else load_frames(paths)
    taken, faults = load_wave(paths, earlier, study.languages)
    raise_if([*problems, *faults])
    assert taken is not None  # for mypy: no problem, so there is a wave
    return study, frames, taken


def next_steps(wave: str) -> Sequence[tuple[str, str]]:
    """Return what to do with a new wave: (message that says it, command; empty where there is none)."""
    return (
        (mark("Write what the edition is, and check the texts taken over: {file}"), ""),
        (mark("Send the questionnaire out:"), f"study questionnaire export {wave} --to limesurvey"),
        (mark("Put the answers, as received, into {responses}"), ""),
        (mark("Look at them before anything else:"), f"study check {wave}"),
        (mark("Seal the inputs:"), "study seal"),
        (mark("Build the report:"), f"study report {wave}"),
    )
