"""Prose with its numbers: commentary files and Markdown cells, every number from the ledger.

Promise: a digit typed by hand is a problem naming file and line, unless the file declares it (`years`, `law`, `page`,
`version` in its heading); `{{ key }}` prints the ledger's own words, escaped, so that no number can become markup.
Left out: what CommonMark becomes on a page (`study.report.markdown`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from study.base.characters import ControlCharacter, control_in
from study.base.errors import Place, Problem, Severity
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.base.reading import read_input
from study.base.show import Term
from study.base.text import mark, typed_numbers
from study.codebook.problems import NotYaml, YamlEmpty, YamlNotMapping
from study.codebook.yaml_source import parse_yaml
from study.intake.tables import decoded
from study.ledger.entries import Ledger, UnknownKey

_DECLARED = ("years", "law", "page", "version")
_NO_KEYS = mark("it is not made of keys and values")
_KEY = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PRINTED = re.compile(_KEY.pattern + r"([.)]?)")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$@:&])")
# What is no prose: link targets, footnote and list markers, addresses, code.
_NOT_PROSE = re.compile(r"\]\([^)]*\)|<https?://[^>]*>|`[^`]*`|^\s*\d+[.)]\s|\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class TypedDigit(Problem):
    """A number typed in prose."""

    code = "prose-typed-digit"
    what = mark("The number “{value}” is typed in the text.")
    why = mark("A typed number would not follow the data: every number of the report comes from the ledger.")
    remedy = mark(
        "Write {{{{ key }}}} with a key of the ledger, or declare it in the file’s heading (years, law, page, version)."
    )


@dataclass(frozen=True, slots=True)
class BadHeading(Problem):
    """The heading (between two lines of ---) of a commentary file cannot be used."""

    code = "prose-bad-heading"
    what = mark("The heading of this text cannot be read: {reason}.")
    why = mark("The heading holds the summary, and the numbers that the text may hold.")
    remedy = mark("Keep to summary, years, law, page and version, as YAML between two lines of ---.")


class Unwritten(Problem):
    """A text of a new wave that nobody has written yet."""

    code = "prose-unwritten"
    severity = Severity.WARNING
    what = mark("This text is still to be written.")
    why = mark("Until then the report does without it.")
    remedy = mark("Write it below the second line of dashes, or delete the file if there is nothing to say.")


class Untranslated(Problem):
    """A text that is there in the study's first language alone."""

    code = "prose-untranslated"
    severity = Severity.WARNING
    what = mark("This text is there in the study’s first language, not in “{value}”.")
    why = mark("The report in that language does without it.")
    remedy = mark("Write it, with the same keys as the other one.")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as written: `file` and `first_line` say where it is, `declared` which numbers it may hold."""

    file: str
    body: str
    first_line: int = 1
    summary: str = ""
    declared: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_prose(text: str, file: str) -> Prose:
    """Split a commentary file into its heading and its body; a bad heading is kept among its `problems`."""
    text = text.removeprefix("\ufeff")
    if control := control_in(text):
        line = next(i for i, line in enumerate(text.split("\n"), start=1) if control_in(line))
        return Prose(file, "", problems=(ControlCharacter(Place(file, line=line), control),))
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        return Prose(file, "\n".join(lines))
    end = next(i for i, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    body = "\n".join(lines[end + 1 :])
    # A line for the dashes, so that problems name the file's own lines.
    document, problems = parse_yaml("\n".join(["", *lines[1:end]]), file)
    if [problem.code for problem in problems] == [YamlEmpty.code]:
        return Prose(file, body, end + 2)
    problems = [_of_heading(problem) for problem in problems]
    heading = document.value if document else {}
    problems = problems or list(_heading_problems(heading, file))
    if problems:
        return Prose(file, body, end + 2, problems=tuple(problems))
    declared = tuple(str(item) for name in _DECLARED for item in _listed(heading.get(name)))
    return Prose(file, body, end + 2, str(heading.get("summary") or ""), declared)


def _of_heading(problem: Problem) -> Problem:
    """Return what is wrong with YAML as what is wrong with a heading, where that says more."""
    if not isinstance(problem, (NotYaml, YamlNotMapping)):
        return problem
    reason = problem.details.get("reason") or Term(_NO_KEYS)
    return BadHeading(Place(problem.place.file if problem.place else "", line=1), None, {"reason": reason})


def _heading_problems(heading: Mapping[str, object], file: str) -> Iterator[Problem]:
    if unknown := [key for key in heading if key not in (*_DECLARED, "summary")]:
        yield BadHeading(Place(file, line=1), None, {"reason": ", ".join(unknown)})
    for key, value in heading.items():
        held = [value] if key == "summary" else _listed(value)
        if any(isinstance(item, (list, dict)) for item in held):
            yield BadHeading(Place(file, line=1, column=key), None, {"reason": key})


def _listed(value: object) -> list[object]:
    """Return a value of the heading as a list: one year need not be written as one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _typed_digits(prose: Prose, text: str, first_line: int) -> Iterator[Problem]:
    # Keys go first, over the whole text: one may be written over two lines.
    bare = _KEY.sub(lambda found: " " + "\n" * found.group().count("\n"), text)
    for number, line in enumerate(bare.split("\n"), start=first_line):
        for typed in typed_numbers(_NOT_PROSE.sub(" ", line), prose.declared):
            yield TypedDigit(Place(prose.file, line=number), typed)


def _unknown_keys(prose: Prose, text: str, first_line: int, ledger: Ledger) -> Iterator[Problem]:
    for found in _KEY.finditer(text):
        if (key := found.group(1)) not in ledger.entries:
            line = first_line + text.count("\n", 0, found.start())
            yield UnknownKey(Place(prose.file, line=line), key, {"nearest": nearest(key, ledger.entries)})


def _texts(prose: Prose) -> tuple[tuple[str, int], ...]:
    """Return the texts that a prose holds with their first lines; its summary counts as its first line."""
    return ((prose.summary, 1), (prose.body, prose.first_line))


def written_problems(prose: Prose) -> list[Problem]:
    """Return what is wrong in a text whatever the numbers: its heading, every typed digit, with file and line."""
    return [*prose.problems, *(problem for text, line in _texts(prose) for problem in _typed_digits(prose, text, line))]


def unwritten(prose: Prose) -> list[Problem]:
    """Return the warning that a text holds nothing yet, as `study wave new` leaves it; the heading does not count."""
    return [] if prose.body.strip() or prose.problems else [Unwritten(Place(prose.file))]


def problems_of(prose: Prose, ledger: Ledger) -> list[Problem]:
    """Return every typed digit and unknown key of a text, with file and line."""
    unknown = (problem for text, line in _texts(prose) for problem in _unknown_keys(prose, text, line, ledger))
    return [*written_problems(prose), *unknown]


def read_commentary(paths: StudyPaths, wave: str, lang: str) -> dict[str, Prose]:
    """Return the texts of a wave in a language, by the name of their files; none when there is no such folder."""
    return {path.stem: _read(path, paths) for path in sorted(paths.commentary(wave, lang).glob("*.md"))}


def _read(path: Path, paths: StudyPaths) -> Prose:
    file = paths.relative(path)
    data, problems = read_input(path, paths)
    text, faults = decoded(data or b"", file)
    return Prose(file, "", problems=(*problems, *faults)) if problems or faults else read_prose(text, file)


def untranslated(paths: StudyPaths, wave: str, first: str, lang: str) -> list[Problem]:
    """Return a warning for each text of a wave that is written in `first` and not in `lang`, at its place to be."""
    ours, theirs = (written_texts(paths, wave, one) for one in (first, lang))
    folder = paths.commentary(wave, lang)
    return [Untranslated(Place(paths.relative(folder / f"{name}.md")), lang) for name in sorted(ours - theirs)]


def written_texts(paths: StudyPaths, wave: str, lang: str) -> set[str]:
    """Return the names of the texts of a wave that hold something."""
    return {name for name, prose in read_commentary(paths, wave, lang).items() if prose.body.strip()}


def bound(text: str, ledger: Ledger, lang: str) -> str:
    """Return Markdown with every `{{ key }}` replaced by the ledger's words, escaped; the keys are there.

    A point or bracket that follows is escaped too: `{{ key }}.` at the start of a line would begin a numbered list.
    """

    def printed(found: re.Match[str]) -> str:
        return _MARKUP.sub(r"\\\1", ledger.text(found.group(1), lang) + found.group(2))

    return _PRINTED.sub(printed, text)


def printed(text: str, ledger: Ledger, lang: str) -> str:
    """Return a plain text (a summary) with every `{{ key }}` replaced by the ledger's words, marked with their key."""
    return _KEY.sub(lambda found: ledger.cited(found.group(1), lang), text)
