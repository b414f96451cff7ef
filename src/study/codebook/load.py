"""The questionnaire, from its YAML files to a checked `Study`.

Promise: `load_study` reads study.yaml and the lever files that it lists, and returns either a study in which every
reference holds, or all the problems of all the files at once, each with its line. The codebook is closed: a lever file
that nothing lists is a problem, not a silence. Left out: waves and answers; the rules between questions (`rules`).
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from study.base.errors import Place, Problem
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


def _read_levers(paths: StudyPaths, study: Document) -> tuple[_Sources, list[Problem]]:
    listed, problems = _listed(study)
    there = sorted(path.name for path in paths.questionnaire.glob("*.yaml") if path != paths.study_yaml)
    levers: list[Document] = []
    read: dict[str, Document | None] = {}
    for name, place in listed:
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


def _sound(raw: dict[str, Any], place: Any) -> list[Placed]:
    """Return the questions that can be built, with their places, in the study's order."""
    questions: list[Placed] = []
    for i, lever in enumerate(raw["levers"]):
        items = lever.get("questions")
        for j, item in enumerate(items if isinstance(items, list) else []):
            question, _, _ = against(Question, item, place)
            if question is not None:
                questions.append(Placed(question, ("levers", i, "questions", j)))
    return questions


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


def load_study(paths: StudyPaths) -> tuple[Study | None, list[Problem]]:
    """Load the codebook of a study; None with all its problems when there is any."""
    document, problems = read_yaml(paths.study_yaml, paths)
    if document is None:
        return None, problems
    sources, faults = _read_levers(paths, document)
    problems += faults
    raw = sources.raw()
    study, refused, _ = against(Study, raw, sources.place)
    if not sources.levers:  # said already, where they are listed
        refused = [problem for problem in refused if not (problem.place and problem.place.column == "levers")]
    problems += refused
    languages = raw.get("languages")
    if isinstance(languages, list) and all(isinstance(lang, str) for lang in languages):
        problems += translations(Study, raw, languages, sources.place)
    problems += _duplicate_levers(sources)
    problems += question_problems(raw, _sound(raw, sources.place), sources.place)
    return (None, problems) if problems or study is None else (study, [])
