"""The audit script of a wave: one SQL file that computes every indicator again.

Promise: a pure function of the study's files. Run from the study's root, `duckdb < reports/<wave>/audit.sql` needs
nothing but DuckDB and returns the rows of `indicators.csv` in their order. It shares no code with the computation of
the report beyond the reading of the questionnaire and of wave.yaml: the rules are written a second time, in
`src/study/recount/sql`. Left out: running it (`run`), comparing (`compare`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources

from study.base.errors import Place, raise_if
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.model import Study
from study.exports.folder import response_files
from study.intake.series import waves_before
from study.intake.wave import Wave, load_wave
from study.recount.files import Files, cleaned_files, evidence, tables_of_files
from study.recount.literals import comment, table
from study.recount.problems import NotCleaned
from study.recount.questionnaire import questionnaire

EVIDENCE_SECTION = "evidence"
"""The section that reads the documented facts; what comes after it rests on them."""

_RULES = ("40_moments", "50_facts", "60_states", "70_measures", "75_intensity", "80_evolution", "85_claims",
          "90_coverage", "95_result")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the script, by its name."""

    name: str
    sql: str


def _sql(name: str) -> str:
    return (resources("study.recount") / "sql" / f"{name}.sql").read_text("utf-8").strip()


def _header(wave: Wave, study: Study, files: Files, surveyed: Sequence[str]) -> str:
    title = wave.title.text(study.languages[0])
    reads = "data/raw" if not surveyed else "data/raw, and of surveys the answers that cleaning left in data/processed"
    return comment(
        f"""{title} ({wave.wave})
Independent recomputation of every indicator, by SQL.

Run it from the study's root, with DuckDB alone:

  duckdb -csv < {files.paths.relative(files.paths.audit_sql(wave.wave))}

It returns the rows of indicators.csv in the same order: wave, lever, indicator, territory, value, numerator, base,
unknown, lower, upper, median_age_years, high_count. After `.read`, every step stays there as a table to be looked at:
facts, standings, states, said, tallies, measured, compared, claims_checked.
It reads {reads}.

Generated from the questionnaire, which stands below as tables. The rules are those of the design, section 6, written
independently of the Python code that computes the report; `study audit {wave.wave}` compares the two."""
    )


def _moments(wave: Wave, earlier: Sequence[Wave], surveyed: Sequence[str]) -> str:
    def row(moment: str, kind: str, of: Wave, *, high: bool = False) -> tuple[str | int | bool | None, ...]:
        frame, people = of.frame_vintage or 0, of.populations_vintage or 0
        day = of.reference_date.isoformat()
        return moment, kind, of.wave, day, frame, people, high, not high, of.wave in surveyed

    columns = {
        "moment": "VARCHAR", "kind": "VARCHAR", "wave": "VARCHAR", "day": "VARCHAR", "frame_vintage": "INTEGER",
        "population_vintage": "INTEGER", "only_high": "BOOLEAN", "corrected": "BOOLEAN", "surveyed": "BOOLEAN",
    }  # fmt: skip
    rows = [row("wave", "wave", wave), row("high", "high", wave, high=True)]
    rows += [row(f"before {item.wave}", "before", item) for item in earlier]
    parts = {
        "At which dates answers are looked at: the wave's; the same with evidence of high confidence only (beside\n"
        "-- each measure, without corrections); each earlier wave's, with its own frame, corrections and survey.": (
            table("moments", columns, rows)
        ),
        "The earlier waves, oldest first.": table(
            "earlier_waves",
            {"position": "INTEGER", "wave": "VARCHAR"},
            [(i, item.wave) for i, item in enumerate(earlier)],
        ),
    }
    return "\n\n".join(f"-- {said}\n{made}" for said, made in parts.items())


def _sections(paths: StudyPaths, wave: str, prefix: str, study: Study | None) -> Iterator[Section]:
    study = study or load_study(paths)
    about, problems = load_wave(paths, wave)
    raise_if(problems)
    assert about is not None
    earlier = [] if study.open_survey else waves_before(paths, about)
    surveyed = [item.wave for item in (about, *earlier) if response_files(paths.responses(item.wave))]
    raise_if(
        NotCleaned(Place(paths.relative(path)), item)
        for item in surveyed
        for path in cleaned_files(paths, study, item)[:1]
        if not path.is_file()
    )
    files = Files(paths, prefix)
    over_ticks = about.survey.multiple_base.value == "ticks"
    yield Section("header", _header(about, study, files, surveyed))
    yield Section("words", _sql("10_words"))
    yield Section("questionnaire", _titled("The questionnaire", questionnaire(study, over_ticks=over_ticks)))
    yield Section("dates", _titled("The dates", _moments(about, earlier, surveyed)))
    yield Section("files", _titled("The files", tables_of_files(files, study, wave, surveyed)))
    yield Section("moments", _sql("40_moments"))
    yield Section(EVIDENCE_SECTION, f"-- The documented facts, as they are written.\n{evidence(files)}")
    for name in _RULES[1:]:
        yield Section(name, _sql(name))


def _titled(title: str, sql: str) -> str:
    return f"-- {title} {'-' * (115 - len(title))}\n\n{sql}"


def sections(paths: StudyPaths, wave: str, prefix: str = "", study: Study | None = None) -> list[Section]:
    """Return the script of a wave in its parts; `prefix` stands before the name of every file.

    `study` is the questionnaire, where it is not to be that of the study's files.

    Raises UsageError for a wave that does not exist, StudyError when questionnaire or wave.yaml cannot be read.
    """
    return list(_sections(paths, wave, prefix, study))


def audit_sql(paths: StudyPaths, wave: str) -> str:
    """Return the whole script, to be run from the study's root; as `sections`."""
    return "\n\n".join(section.sql for section in sections(paths, wave)) + "\n"
