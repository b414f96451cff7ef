"""The words that a new wave is given for those who fill it: the note among the answers, texts still to be written.

Promise: none of them is ever printed in a report. Left out: wave.yaml and its comments (`study.scaffold.wave_yaml`).
"""

from study.base.text import mark, say

_STUB = mark(
    "To be written. The text goes below the second line of dashes, its summary in one sentence between the quotes; "
    "numbers are written as the keys of numbers.csv, in double braces. While it is empty, the report does without it, "
    "and “study check” says so."
)


def stub(lang: str) -> str:
    """Return a text of the report that is still to be written: a heading, and nothing below it."""
    return f'---\n# {say(_STUB, lang)}\nsummary: ""\n---\n'


_README = (
    mark("# Answers to the survey of {wave}"),
    mark(
        "Put the exports of the survey platform here, as received: CSV, XLSX, XLS or ODS, from LimeSurvey, "
        "KoboToolbox, a web form, or a table made by hand. Do not open and save them again in a spreadsheet, do not "
        "rename their columns, do not correct anything in them: they are evidence."
    ),
    mark(
        "How they are read (which column says who answers, which ones to ignore, whose a name is) is settled in "
        "`wave.yaml`, under `survey`; a single answer, in `evidence/corrections.csv`."
    ),
    mark(
        "Then: `study check {wave}` says what was read and what must be settled, `study seal` seals the files, and "
        "`study report {wave}` builds the report."
    ),
    mark("Only files of this folder itself are read; those named `*.md` are notes, and are not."),
)
_WITHHELD = mark(
    "The exports are not in git: `.gitignore` keeps them out, since they may hold personal data. Keep them where your "
    "organisation keeps such files, and delete them when their time has come. A copy of the study without them says "
    "so, and cannot build this wave. To put them into git nevertheless, delete `.gitignore` here and write "
    "`withheld: false` in `wave.yaml`."
)
_COMMITTED = mark("The exports of this wave go into git with the rest: see that they hold no personal data.")


def readme(wave: str, withheld: bool, lang: str) -> str:
    """Return the note in the folder of the answers received: what goes there, and what becomes of it."""
    *parts, last = _README
    told = (*parts, _WITHHELD if withheld else _COMMITTED, last)
    return "\n\n".join(say(part, lang, wave=wave) for part in told) + "\n"
