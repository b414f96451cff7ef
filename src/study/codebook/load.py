"""The questionnaire, from its YAML files to a checked `Study`.

Promise: `load_study` reads study.yaml and the lever files that it lists; it returns a study in which every reference
holds, or raises all the problems of all the files at once, each with its line. The codebook is closed: a lever file
that nothing lists is a problem, not a silence. Left out: waves and answers; the rules between questions (`rules`).
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from study.base.errors import Place, Problem, raise_if
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.codebook import problems as found
from study.codebook.check import KeyPath, against, translations
from study.codebook.model import Question, Study
from study.codebook.rules import Placed, question_problems
from study.codebook.yaml_source import Document, read_yaml


@dataclass(frozen=True, slots=True)
class _Sources:
    """The documents that a study is put together from, and where each of its key paths comes from."""

    study: Document
    levers: tuple[Document, ...]

    def place(self, path: KeyPath) -> Place:
        """Return the place of a key path of the whole study in its own file."""
        if len(path) >= 2 and path[0] == "levers" and isinstance(path[1], int):
            return self.levers[path[1]].place(path[2:])
        return self.study.place(path)

    def raw(self) -> dict[str, Any]:
        """Return the raw study: the levers in place of their files' names, each question with its lever's number."""
        levers = []
        for document in self.levers:
            lever = dict(document.value)
            if isinstance(lever.get("questions"), list):
                number = lever.get("lever")
                lever["questions"] = [
                    {**item, "lever": number} if isinstance(item, dict) else item for item in lever["questions"]
                ]
            levers.append(lever)
        return {**self.study.value, "levers": levers}


def _listed(document: Document) -> tuple[list[tuple[str, Place]], list[Problem]]:
    names = document.value.get("levers")
    if names is None:
        return [], [found.MissingKey(document.place(("levers",)), "levers")]
    if not isinstance(names, list) or not names:
        return [], [found.EmptyList(document.place(("levers",)))]
    listed: list[tuple[str, Place]] = []
    problems: list[Problem] = []
    for i, name in enumerate(names):
        place = document.place(("levers", i))
        # A plain file name of this folder: nothing outside it is part of the sealed study.
        if not isinstance(name, str) or PurePosixPath(name).name != name or "\\" in name:
            problems.append(found.MissingLeverFile(place, str(name)))
        else:
            listed.append((name, place))
    return listed, problems


def _read_levers(paths: StudyPaths, study: Document, only: int | None) -> tuple[_Sources, list[Problem]]:
    listed, problems = _listed(study)
    there = sorted(path.name for path in paths.questionnaire.glob("*.yaml") if path != paths.study_yaml)
    levers: list[Document] = []
    read: dict[str, Document | None] = {}
    for name, place in listed:
        if only is not None and not name.endswith(f"-{only}.yaml"):
            continue
        if name not in there:
            problems.append(found.MissingLeverFile(place, name, {"nearest": nearest(name, there)}))
            continue
        if name in read:
            number = str((read[name] or study).value.get("lever", name))
            problems.append(found.DuplicateLever(place, number, {"first": name}))
            continue
        document, faults = read_yaml(paths.questionnaire / name, paths)
        read[name] = document
        problems += faults
        if document is not None:
            levers.append(document)
    for name in there:
        if name not in {listed_name for listed_name, _ in listed}:
            problems.append(found.UnlistedLeverFile(Place(paths.relative(paths.questionnaire / name))))
    return _Sources(study, tuple(levers)), problems


def _built(sources: _Sources, raw: dict[str, Any]) -> tuple[Study | None, list[Problem]]:
    """Build the study from its raw values, and check its texts for its languages."""
    study, refused, at = against(Study, raw, sources.place)
    # An empty list of levers is said where they are listed, a lever's number at the lever's top.
    problems = [
        problem for problem, path in zip(refused, at, strict=True) if path != ("levers",) and not _injected(path)
    ]
    problems += _misplaced_numbers(sources)
    languages = raw.get("languages")
    if isinstance(languages, list) and all(isinstance(lang, str) for lang in languages):
        problems += translations(Study, raw, languages, sources.place)
    return study, problems


def _sound(raw: dict[str, Any], study: Study | None) -> list[Placed]:
    """Return the questions that can be built, with their key paths, in the study's order."""
    if study is not None:
        levers = enumerate(study.levers)
        return [
            Placed(item, ("levers", i, "questions", j)) for i, own in levers for j, item in enumerate(own.questions)
        ]
    questions: list[Placed] = []
    for i, lever in enumerate(raw["levers"]):
        items = lever.get("questions")
        for j, item in enumerate(items if isinstance(items, list) else []):
            try:
                questions.append(Placed(Question.model_validate(item), ("levers", i, "questions", j)))
            except ValidationError:
                continue  # reported with the whole study
    return questions


def _injected(path: KeyPath) -> bool:
    """Tell whether a path is the lever's number within a question, which is written once, at the lever's top."""
    return len(path) == 5 and path[0] == "levers" and path[2] == "questions" and path[4] == "lever"


def _misplaced_numbers(sources: _Sources) -> list[Problem]:
    problems: list[Problem] = []
    for document in sources.levers:
        items = document.value.get("questions")
        for j, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict) and "lever" in item:
                known = [name for name in Question.model_fields if name != "lever"]
                place = document.place(("questions", j, "lever"))
                problems.append(found.UnknownKey(place, "lever", {"known": known}))
    return problems


def _duplicate_levers(sources: _Sources) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[int, str] = {}
    for document in sources.levers:
        number = document.value.get("lever")
        if not isinstance(number, int):
            continue
        if number in first:
            problems.append(found.DuplicateLever(document.place(("lever",)), str(number), {"first": first[number]}))
        first.setdefault(number, PurePosixPath(document.file).name)
    return problems


def read_study(paths: StudyPaths) -> tuple[Study | None, list[Problem]]:
    """Read the codebook of a study; None with all its problems when there is any."""
    document, problems = read_yaml(paths.study_yaml, paths)
    if document is None:
        return None, problems
    sources, faults = _read_levers(paths, document, None)
    problems += faults
    raw = sources.raw()
    study, faults = _built(sources, raw)
    problems += faults
    problems += _duplicate_levers(sources)
    problems += question_problems(raw, _sound(raw, study), sources.place)
    return (None, problems) if problems or study is None else (study, [])


def load_study(paths: StudyPaths, only: int | None = None) -> Study:
    """Load the codebook of a study; StudyError with all its problems.

    With `only`, the study holds that lever alone and no other lever's file is read (`lever-<n>.yaml`, by its name);
    what holds between questions is then not checked, since it may concern another lever.
    """
    if only is None:
        study, problems = read_study(paths)
    else:
        document, problems = read_yaml(paths.study_yaml, paths)
        study = None
        if document is not None:
            sources, faults = _read_levers(paths, document, only)
            study, more = _built(sources, sources.raw())
            problems += [*faults, *more]
            if not sources.levers and not problems:
                problems.append(found.MissingLeverFile(document.place(("levers",)), f"lever-{only}.yaml"))
    raise_if(problems)
    assert study is not None  # for mypy: without problems there is a study
    return study
