"""What an import says on the screen: what came in, what was left out or changed and why, and what to do next.

Promise: plain lines; every note with its place in the form, its remedy once for all notes of its kind. Left out:
printing them (`study.cli`).
"""

from collections import Counter
from collections.abc import Iterator

from study.base.errors import Problem, Severity
from study.base.show import place_text, remedy_text, visible, what_text
from study.base.text import list_text, mark, say
from study.codebook.model import Lever
from study.forms.take_in import TakenIn

_WRITTEN = mark("Questionnaire written in {folder}: {files}. Questions: {count}.")
_LEVER = mark("Lever {lever}, {title}: {types}.")
_CONTACTS = mark("About the person who answers: {names}.")
_TO_SETTLE = mark("To look at:")
_CHANGED = mark("Left out or changed:")
_NOTE = mark("{place}: {what}")
_NEXT_STUDY = mark("Next: read these files through, then run study questions, and study seal.")
_NEXT_FOLDER = mark(
    "Next: read these files through, then put them in data/raw/questionnaire of a study; study new makes one."
)


def _lever_text(lever: Lever, lang: str) -> str:
    kinds = Counter(question.type.value for question in lever.questions)
    types = list_text([f"{count} {kind}" for kind, count in kinds.items()], lang)
    title = visible(next(iter(lever.title.root.values())))
    return say(_LEVER, lang, lever=lever.lever, title=title, types=types)


def _note_lines(notes: list[Problem], lang: str) -> Iterator[str]:
    by_remedy: dict[str, list[Problem]] = {}
    for note in notes:
        by_remedy.setdefault(remedy_text(note, lang), []).append(note)
    for remedy, group in by_remedy.items():
        for note in group:
            place = place_text(note.place, lang, with_file=False)
            what = what_text(note, lang)
            yield "  " + (say(_NOTE, lang, place=place, what=what) if place else what)
        yield f"    → {remedy}"


def summary_lines(taken: TakenIn, shown: str, lang: str) -> list[str]:
    """Return the lines; `shown` is the folder as the user named it."""
    study = taken.study
    files = list_text(taken.files, lang)
    lines = [say(_WRITTEN, lang, count=len(study.questions), folder=shown, files=files)]
    lines += ["  " + _lever_text(lever, lang) for lever in study.levers]
    if study.contact:
        names = list_text([contact.question for contact in study.contact], lang)
        lines.append("  " + say(_CONTACTS, lang, names=names))
    for heading, severity in ((_TO_SETTLE, Severity.WARNING), (_CHANGED, Severity.NOTE)):
        if notes := [note for note in taken.notes if note.severity is severity]:
            lines += [say(heading, lang), *_note_lines(notes, lang)]
    lines.append(say(_NEXT_STUDY if taken.in_study else _NEXT_FOLDER, lang))
    return lines
