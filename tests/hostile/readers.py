"""Every reader of the package as one function from bytes to what was read and the problems, for corpus and fuzzing.

A reader lays the bytes where a study has them and asks the package's own loader; what it returns are plain values (texts,
numbers, days), so that a case can write down what is right.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from study.base.errors import Problem, StudyError
from study.base.layout import StudyPaths
from study.codebook.load import read_study
from study.exports.files import read_file
from study.forms.take_in import read_form, take_in
from study.intake.claims import load_claims
from study.intake.evidence import load_corrections, load_evidence, load_sources
from study.intake.frame import load_frames
from study.intake.glossary import read_glossary
from study.intake.inputs import Known
from study.intake.outline import read_outline
from study.intake.wave import read_wave
from study.report.commentary import read_commentary, written_problems
from study.report.markdown import parse, words_of

SMALL = Path(__file__).parents[1] / "fixtures" / "small_study"


class Read(NamedTuple):
    """What a reader gave: plain values (None where nothing can be used) and every problem."""

    value: Any
    problems: Sequence[Problem]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({problem.code for problem in self.problems if problem.severity == "error"}))


@cache
def study() -> StudyPaths:
    """The small study in a folder of this process alone."""
    root = Path(tempfile.mkdtemp(prefix="hostile-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copytree(SMALL, root / "study")
    return StudyPaths(root / "study")


@cache
def known() -> Known:
    paths = study()
    book, _ = read_study(paths)
    return Known(book, ["arbois", "belleville", "cassis"], ["S001", "S002"], ["2020"])


def original(name: str) -> bytes:
    """Return a file of the small study as it is."""
    return (SMALL / "data" / "raw" / name).read_bytes()


def _with(path: Path, data: bytes, read: Callable[[StudyPaths], tuple[Any, Sequence[Problem]]]) -> Read:
    paths = study()
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        value, problems = read(paths)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
    return Read(value, problems)


def _rows(table: Any) -> list[dict[str, Any]]:
    return table.drop(columns="row").to_dict("records")


def _table(relative: str, load: Callable[[StudyPaths], tuple[Any, list[Problem]]]) -> Callable[[bytes], Read]:
    def read(data: bytes) -> Read:
        def loaded(paths: StudyPaths) -> tuple[Any, list[Problem]]:
            table, problems = load(paths)
            return _rows(table), problems

        return _with(study().raw / relative, data, loaded)

    return read


frame = _table("frame.csv", load_frames)
evidence = _table("evidence/evidence.csv", lambda paths: load_evidence(paths, known()))
sources = _table("evidence/sources.csv", load_sources)
corrections = _table("evidence/corrections.csv", lambda paths: load_corrections(paths, known()))
claims = _table("waves/2020/claims.csv", lambda paths: load_claims(paths, "2020", known()))


def _dumped(model: Any) -> Any:
    return None if model is None else model.model_dump(mode="json")


def lever(data: bytes) -> Read:
    """Lever 1 of the questionnaire; the value is the whole study."""

    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        book, problems = read_study(paths)
        return _dumped(book), problems

    return _with(study().questionnaire / "lever-1.yaml", data, load)


def questionnaire(data: bytes) -> Read:
    """study.yaml; the value is the whole study."""

    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        book, problems = read_study(paths)
        return _dumped(book), problems

    return _with(study().study_yaml, data, load)


def wave(data: bytes) -> Read:
    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        found, problems, _ = read_wave(paths, "2020", ("fr", "en"), known().sources)
        return _dumped(found), problems

    return _with(study().wave_yaml("2020"), data, load)


def glossary(data: bytes) -> Read:
    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        found, problems = read_glossary(paths, ("fr", "en"))
        return _dumped(found), problems

    return _with(study().glossary, data, load)


def outline(data: bytes) -> Read:
    """The outline of the maps; the value is its rings."""

    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        book = known().study
        assert book is not None
        drawn = book.model_copy(update={"map": type(book).model_fields["map"].annotation.__args__[0](outline="o.json")})
        found, problems = read_outline(paths, drawn)
        return None if found is None else found.rings, problems

    return _with(study().outline("o.json"), data, load)


def prose(data: bytes) -> Read:
    """A commentary file; the value is its words as the page prints them, with the numbers that it declares."""

    def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
        text = read_commentary(paths, "2020", "fr")["method"]
        problems = list(written_problems(text))
        if problems:
            return None, problems
        tree, refused = parse(text.body, "fr", text.file)
        return {"words": words_of(tree), "summary": text.summary, "declared": text.declared}, refused

    return _with(study().commentary("2020", "fr") / "method.md", data, load)


def _export(name: str) -> Callable[[bytes], Read]:
    def read(data: bytes) -> Read:
        path = study().root / name

        def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
            grids, problems = read_file(path, name)
            held = {grid.sheet: grid.cells.to_numpy().tolist() for grid in grids}
            return held or None, problems

        return _with(path, data, load)

    return read


text = _export("export.csv")
workbook = _export("export.xlsx")


def form(name: str) -> Callable[[bytes], Read]:
    """A form of that name; the value is the questionnaire made of it, question by question."""

    def read(data: bytes) -> Read:
        path = study().root / name

        def load(paths: StudyPaths) -> tuple[Any, list[Problem]]:
            made, problems = read_form(path, ("fr",))
            if made is None:
                return None, problems
            folder = paths.root / "taken-in"
            try:
                taken = take_in(path, folder, ("fr",)).study
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            asked = {question.question: question for question in taken.questions}
            return {
                name: (str(item.type), item.label.root["fr"], [code.code for code in item.codes])
                for name, item in asked.items()
            }, problems

        try:
            return _with(path, data, load)
        except StudyError as error:
            return Read(None, error.problems)

    return read


xlsform = form("form.xlsx")
lss = form("form.lss")
tabs = form("form.txt")

READERS: dict[str, Callable[[bytes], Read]] = {
    "study.yaml": questionnaire,
    "lever.yaml": lever,
    "wave.yaml": wave,
    "glossary": glossary,
    "outline": outline,
    "frame": frame,
    "evidence": evidence,
    "sources": sources,
    "corrections": corrections,
    "claims": claims,
    "csv": text,
    "xlsx": workbook,
    "ods": workbook,
    "xlsform": xlsform,
    "lss": lss,
    "limesurvey-tabs": tabs,
    "commentary": prose,
}
