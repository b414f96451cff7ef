"""How a report was made, step by step: what each notebook read and left, what binding it added.

Promise: a step for each executed notebook, in the order in which they ran, one for the sheets where there are any, then
one for the report; every file of the report is the result of one step. Names only: no time, no person, no machine. Left
out: when a step is stale (`study.pipeline`), whose dependencies these follow.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from study.base.layout import SHEETS, further_languages
from study.base.text import mark
from study.chapters.context import WaveContext
from study.provenance.answers import ANSWERS_FILE, FACTS_FILE, SOURCES_FILE, wide_file
from study.provenance.inputs import InputFile, of_wave

_NOTEBOOK = re.compile(r"(?:(?P<further>[^/]+)/)?notebooks/(?P<name>(?P<stem>\w+?)(?:-(?P<lever>\d+))?)\.ipynb")
REPORT = "report"
_SHEETS = "sheets"
# Steps that no notebook is.
BUILT = (_SHEETS, REPORT)

_TITLES = {
    "1_clean": mark("Cleaning: which facts and responses hold, and the answers they give"),
    "2_lever": mark("Indicators and chapter of a part of the questionnaire"),
    "3_overview": mark("Overview across the questionnaire, and comparison with earlier editions"),
    "4_replication": mark("Published figures computed again"),
    "5_bridge": mark("What has changed since the earlier edition, and why"),
    _SHEETS: mark("A sheet of two pages for each territory"),
    REPORT: mark("Binding of the executed notebooks and the texts into the report"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A step: its name, what it is (a message), the notebook's stem, what it read and what it left, in which language.

    `inputs` are input files; `reads` and `leaves` are files of the report. The last step binds every language: its
    `lang` names them all.
    """

    name: str
    title: str
    stem: str
    lever: int | None
    lang: str
    inputs: tuple[InputFile, ...]
    reads: tuple[str, ...]
    leaves: list[str] = field(default_factory=list)


def _inputs(
    stem: str, lever: int | None, context: WaveContext, files: Sequence[InputFile], languages: Sequence[str]
) -> list[InputFile]:
    """Return the input files that a step reads; the report's are also its texts in each of `languages`."""
    wave = context.wave.wave
    own = of_wave(files, wave)
    earlier = [file for file in files if file.path.parts[0] == "waves" and file not in own]
    about = [file for file in own if file.path.name == "wave.yaml"] + [
        f for f in files if f.path.parts == ("frame.csv",)
    ]
    codebook = [file for file in files if file.path.parts[0] == "questionnaire"]
    facts = [file for file in files if file.path.parts[0] == "evidence"]
    responses = of_wave(files, wave, "responses")
    maps = [file for file in files if file.path.parts[0] == "contours" and context.study.map is not None
            and file.path.name == context.study.map.outline]  # fmt: skip
    if stem == "1_clean":
        return [*codebook, *facts, *responses, *about]
    if stem == "2_lever":
        mine = [file for file in codebook if file.path.name in ("study.yaml", f"lever-{lever}.yaml")]
        return [*mine, *about, *maps, *earlier]
    if stem == "3_overview":
        return [*codebook, *about, *maps, *earlier]
    if stem == _SHEETS:
        return [*codebook, *about, *earlier]
    if stem == "4_replication":
        return [*codebook, *facts, *responses, *about, *(file for file in own if file.path.name == "claims.csv")]
    if stem == "5_bridge":
        edition = [file for file in files if not file.name.startswith("data/raw/")]
        return [*codebook, *facts, *responses, *about, *earlier, *edition]
    if stem == REPORT:
        texts = [file for lang in languages for file in of_wave(files, wave, "commentary", lang)]
        words = [file for file in files if file.path.parts == ("glossary.yaml",)]
        return [*codebook, *words, *about, *texts]
    return list(files)


def _reads(stem: str, lever: int | None, report: Iterable[str]) -> tuple[str, ...]:
    """Return the files of the report that a step reads: what cleaning left, and for the report the notebooks."""
    names = set(report)
    if stem == "2_lever" and lever is not None:
        return tuple(name for name in (wide_file(lever), FACTS_FILE) if name in names)
    if stem in ("3_overview", _SHEETS):
        return tuple(name for name in sorted(names) if name.startswith("data/") and name != SOURCES_FILE)
    return tuple(name for name in sorted(names) if _NOTEBOOK.fullmatch(name)) if stem == REPORT else ()


def runs(
    context: WaveContext, inputs: Sequence[InputFile], files: Iterable[str], made_in: Mapping[str, str]
) -> list[Run]:
    """Return the steps that made the files of a report.

    `made_in` says of a figure or table (its file without suffix) which executed notebook made it.
    """
    names = sorted(files)
    languages = (context.lang, *further_languages(names))
    found: list[Run] = []
    for name in names:
        if match := _NOTEBOOK.fullmatch(name):
            stem, lever = match["stem"], int(match["lever"]) if match["lever"] else None
            lang = match["further"] or context.lang
            called = f"{match['name']}.{lang}" if match["further"] else match["name"]
            read = tuple(_inputs(stem, lever, context, inputs, languages))
            title = _TITLES.get(stem, match["name"])
            found.append(Run(called, title, stem, lever, lang, read, _reads(stem, lever, names), [name]))
    # Those of the first language come first: they leave what the others read.
    found.sort(key=lambda run: languages.index(run.lang) if run.lang in languages else 0)
    by_notebook = {run.leaves[0]: run for run in found}
    read = tuple(_inputs(REPORT, None, context, inputs, languages))
    last = Run(REPORT, _TITLES[REPORT], REPORT, None, ", ".join(languages), read, _reads(REPORT, None, names))
    sheets = Run(_SHEETS, _TITLES[_SHEETS], _SHEETS, None, last.lang,
                 tuple(_inputs(_SHEETS, None, context, inputs, languages)), _reads(_SHEETS, None, names))  # fmt: skip
    clean = by_notebook.get("notebooks/1_clean.ipynb", last)
    for name in names:
        if name in by_notebook:
            continue
        of_data = name.startswith("data/") or name in (ANSWERS_FILE, FACTS_FILE, SOURCES_FILE)
        of_sheets = f"/{SHEETS}/" in f"/{name}"
        made = (
            sheets
            if of_sheets
            else clean
            if of_data
            else by_notebook.get(made_in.get(name.rpartition(".")[0], ""), last)
        )
        made.leaves.append(name)
    return [*found, *([sheets] if sheets.leaves else []), last]
