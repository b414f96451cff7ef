"""Commands on the questionnaire as such: `study questionnaire export`, and `import` from a form that exists already.

Promise: a file is written whole or not at all, and the next step is said. Left out: listing questions
(`study questions`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from study.base.layout import StudyPaths
from study.base.text import list_text, mark
from study.cli.app import Root, WaveName, app, language, out, paths_of, speak, wave_of
from study.fielding.export import SUFFIXES, Target, form_bytes

if TYPE_CHECKING:
    from study.fielding.form import Form

questionnaire_app = typer.Typer(help="Take the questionnaire out to a survey platform or paper.", no_args_is_help=True)
app.add_typer(questionnaire_app, name="questionnaire")

_NEXT = {
    Target.XLSFORM: mark("Next: upload it to KoboToolbox or ODK as an XLSForm; put the export of answers in {folder}."),
    Target.LIMESURVEY: mark("Next: in LimeSurvey, import it as a new survey; put the export of answers in {folder}."),
    Target.MARKDOWN: mark("Next: have it read again; then field it with --to xlsform or --to limesurvey."),
    Target.PDF: mark("Next: print it; type the answers that come back into a table, in {folder}."),
}


def _form(paths: StudyPaths, wave: str, lang: str | None) -> "Form":
    from study.base.errors import raise_if
    from study.codebook.load import load_study
    from study.fielding.form import form_of
    from study.intake.frame import load_frame
    from study.intake.wave import load_wave

    study = load_study(paths)
    about, problems = load_wave(paths, wave, study.languages)
    raise_if(problems)
    assert about is not None  # for mypy: without problems there is a wave
    territories: list[tuple[str, str]] = []
    if about.frame_vintage is not None and not study.open_survey:
        frame, problems = load_frame(paths, about.frame_vintage)
        raise_if(problems)
        territories = list(zip(frame["territory"], frame["name"], strict=True))
    titles = (about.title, about.short_title)
    day, first = about.reference_date, study.languages[0]
    return form_of(study, wave=wave, titles=titles, day=day, territories=territories, lang=lang or first)


@questionnaire_app.command("export")
def export(
    to: Annotated[Target, typer.Option("--to", help="What for: a survey platform, a text to read, a PDF to print.")],
    wave: WaveName = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Its language, or the one it opens in; by default the study’s first.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--out", help="The file to write; by default questionnaire-<wave> in this folder.")
    ] = None,
    root: Root = None,
) -> None:
    """Write the questionnaire of a wave for a survey platform, or to be read or printed."""
    from study.base.files import write_atomic

    paths = paths_of(root)
    name = wave_of(paths, wave)
    form = _form(paths, name, lang)
    target = file or Path(f"questionnaire-{name}{SUFFIXES[to]}")
    write_atomic(target, form_bytes(form, to))
    languages = form.languages if to in (Target.XLSFORM, Target.LIMESURVEY) else form.languages[:1]
    out.print(
        speak(
            "{file} written: {count} questions, in these languages: {languages}.",
            file=target.as_posix(),
            count=len(form.items),
            languages=list_text(languages, language()),
        ),
        markup=False,
    )
    out.print(speak(_NEXT[to], folder=f"{paths.relative(paths.responses(name))}/"), markup=False)


@questionnaire_app.command("import")
def import_(
    form: Annotated[Path, typer.Argument(help="An XLSForm (.xlsx, .xls) or a LimeSurvey structure (.lss, .txt).")],
    to: Annotated[Path, typer.Option("--to", help="The folder to write it in: a study’s, or any other one.")],
    languages: Annotated[
        str, typer.Option("--languages", help="The study’s languages, for instance fr,en; by default the form’s.")
    ] = "",
) -> None:
    """Make a questionnaire from a form that exists already; say what it could not take over."""
    from study.forms.import_summary import summary_lines
    from study.forms.take_in import take_in

    wanted = [lang.strip() for lang in languages.split(",") if lang.strip()]
    taken = take_in(form, to, wanted, language())
    for line in summary_lines(taken, to.as_posix(), language()):
        out.print(line, markup=False)
