"""Where everything of a study is: the only module that knows the names of its files and folders.

Promise: each place of the design's layout has one name here; a study is a folder holding `data/raw`, and another folder
of the same shape is another study. Nothing is read or made. Left out: what the files hold.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from study.base.errors import Problem, UsageError
from study.base.text import mark

ROOT_VARIABLE = "STUDY_ROOT"
# The tables of a lever, each as Parquet and as CSV: five of one shape (`study.answers.tables`), and its facts.
LEVER_TABLES = ("answers", "status", "origin", "as_of", "high", "facts")
# The checksums of everything that a report's build gives, and of an edition.
MANIFEST = "MANIFEST.sha256"
_MARKER = Path("data", "raw", "questionnaire", "study.yaml")
# Where the package's own lock is, unless it was installed without one.
_REPOSITORY = Path(__file__).resolve().parents[3]

# The territories' sheets, from a report's folder.
SHEETS = "territories"
_DOCUMENTS = ("report.pdf", "report.html")


def in_language(name: str, further: str) -> str:
    """Return what a file of a report is called in a further language: its documents side by side, the rest in a folder.

    >>> in_language("report.pdf", "en"), in_language("figures/a.svg", "en"), in_language("report.pdf", "")
    ('report.en.pdf', 'en/figures/a.svg', 'report.pdf')
    """
    if not further:
        return name
    stem, _, suffix = name.partition(".")
    return f"{stem}.{further}.{suffix}" if name in _DOCUMENTS else f"{further}/{name}"


def further_languages(names: Iterable[str]) -> tuple[str, ...]:
    """Return the further languages of a report whose files these are."""
    found = (name.split(".") for name in names)
    return tuple(sorted(parts[1] for parts in found if len(parts) == 3 and (parts[0], parts[2]) == ("report", "pdf")))


class NoStudyFolder(Problem):
    """No folder of a study where one was looked for."""

    code = "no-study-folder"
    what = mark("No study is found in “{value}”.")
    why = mark(
        "A study is a folder that holds data/raw/questionnaire/study.yaml; it is looked for there and in the folders "
        "above."
    )
    remedy = mark("Go to the study's folder, name it with --root, or set the STUDY_ROOT variable to it.")


@dataclass(frozen=True, slots=True)
class StudyPaths:
    """The places of one study, from its root folder (absolute)."""

    root: Path

    def relative(self, path: Path) -> str:
        """Return a path as messages and outputs name it: from the root, with slashes; as it is when outside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    # Inputs: the pipeline never writes here.

    @property
    def raw(self) -> Path:
        """Everything that is given."""
        return self.root / "data" / "raw"

    @property
    def checksums(self) -> Path:
        """The seal of the inputs."""
        return self.raw / "CHECKSUMS.sha256"

    @property
    def frame(self) -> Path:
        """Territories × vintages."""
        return self.raw / "frame.csv"

    @property
    def contours(self) -> Path:
        """Outlines for the maps."""
        return self.raw / "contours"

    def outline(self, name: str) -> Path:
        """Return one outline: GeoJSON polygons."""
        return self.contours / name

    @property
    def questionnaire(self) -> Path:
        """Folder of the codebook."""
        return self.raw / "questionnaire"

    @property
    def study_yaml(self) -> Path:
        """What the whole study says, and the list of its levers' files."""
        return self.questionnaire / "study.yaml"

    def lever_yaml(self, lever: int) -> Path:
        """One lever and its questions."""
        return self.questionnaire / f"lever-{lever}.yaml"

    @property
    def glossary(self) -> Path:
        """What the study's words mean; a study may do without."""
        return self.raw / "glossary.yaml"

    @property
    def evidence_folder(self) -> Path:
        """Folder of the documented facts."""
        return self.raw / "evidence"

    @property
    def has_evidence(self) -> bool:
        """Tell whether the study has desk evidence; corrections alone, of a survey's answers, are none."""
        return self.evidence.is_file() or self.sources.is_file()

    @property
    def evidence(self) -> Path:
        """Documented facts."""
        return self.evidence_folder / "evidence.csv"

    @property
    def sources(self) -> Path:
        """Pages that the facts come from."""
        return self.evidence_folder / "sources.csv"

    @property
    def corrections(self) -> Path:
        """Settled conflicts and mended answers."""
        return self.evidence_folder / "corrections.csv"

    @property
    def waves(self) -> Path:
        """One folder per wave."""
        return self.raw / "waves"

    def wave_folder(self, wave: str) -> Path:
        """Return the folder of one wave's inputs."""
        return self.waves / wave

    def wave_yaml(self, wave: str) -> Path:
        """Return the file that says what a wave is: titles, dates, vintages, status."""
        return self.waves / wave / "wave.yaml"

    def claims(self, wave: str) -> Path:
        """Return the table of the published figures to reproduce."""
        return self.waves / wave / "claims.csv"

    def is_response(self, file: str) -> bool:
        """Tell whether a file, named from the root, is one that respondents sent: nothing quotes it."""
        return file.startswith(f"{self.relative(self.waves)}/") and f"/{self.responses('').name}/" in file

    def responses(self, wave: str) -> Path:
        """Return the folder of the survey exports, as received."""
        return self.waves / wave / "responses"

    def commentary(self, wave: str, lang: str) -> Path:
        """Return the folder of the prose, in one language."""
        return self.waves / wave / "commentary" / lang

    # Beside the inputs: what may be done with the study, and the libraries that it is built with.

    @property
    def licence(self) -> Path | None:
        """The licence of the data and texts: LICENSE-DATA, else LICENSE, which then covers all; None without either."""
        files = (self.root / name for name in ("LICENSE-DATA", "LICENSE"))
        return next((path for path in files if path.is_file()), None)

    @property
    def lock(self) -> Path | None:
        """Every library with its version and hash: the study's own list, else the one beside the package, else None."""
        files = (folder / "requirements.lock" for folder in (self.root, _REPOSITORY))
        return next((path for path in files if path.is_file()), None)

    # Notebooks, and what is generated.

    @property
    def notebooks(self) -> Path:
        """The notebooks, stored without outputs."""
        return self.root / "notebooks"

    def processed(self, wave: str) -> Path:
        """Return the folder of the generated tables of one wave."""
        return self.root / "data" / "processed" / wave

    def preview(self, wave: str) -> Path:
        """Return the PDF of the texts as they are being written; it is no report."""
        return self.processed(wave) / "preview.pdf"

    def sheets(self, wave: str) -> Path:
        """Return the folder in which the territories' sheets are made, before the report takes them."""
        return self.processed(wave) / "sheets"

    def sheets_manifest(self, wave: str) -> Path:
        """Return the checksums of the sheets as they were made: their folder is one product."""
        return self.sheets(wave) / MANIFEST

    def computed_numbers(self, wave: str, levers: Iterable[int]) -> tuple[Path, ...]:
        """Return the numbers that cleaning, each lever and the overview leave."""
        folders = ("clean", *(f"lever-{lever}" for lever in levers), "overview")
        return tuple(self.processed(wave) / folder / "numbers.csv" for folder in folders)

    def units(self, wave: str) -> Path:
        """Return the responses that count in an open survey, which has no frame."""
        return self.processed(wave) / "units.parquet"

    def received(self, wave: str) -> Path:
        """Return the list of every response of a survey, and whether it counts."""
        return self.processed(wave) / "received.csv"

    def survey(self, wave: str) -> Path:
        """Return the answers of a survey by itself, as cleaning read them; an open survey has no other."""
        return self.processed(wave) / "survey.csv"

    def lever_dir(self, wave: str, lever: int) -> Path:
        """Return the folder of the generated tables of one lever of one wave."""
        return self.processed(wave) / f"lever-{lever}"

    def lever_tables(self, wave: str, lever: int) -> tuple[Path, ...]:
        """Every file that cleaning leaves for one lever of one wave."""
        folder = self.lever_dir(wave, lever)
        return tuple(folder / f"{name}{suffix}" for name in LEVER_TABLES for suffix in (".parquet", ".csv"))

    def reports(self, wave: str) -> Path:
        """Return the folder of what people read of one wave."""
        return self.root / "reports" / wave

    def report_pdf(self, wave: str, further: str = "") -> Path:
        """Return the report; with `further`, in that language, which is not the study's first."""
        return self.reports(wave) / in_language("report.pdf", further)

    def report_html(self, wave: str, further: str = "") -> Path:
        """Return the report as a web page; with `further`, in that language."""
        return self.reports(wave) / in_language("report.html", further)

    def numbers(self, wave: str) -> Path:
        """Return the ledger: every number that the report may print."""
        return self.reports(wave) / "numbers.csv"

    def manifest(self, wave: str) -> Path:
        """Return the checksums of everything that a report's build gives."""
        return self.reports(wave) / MANIFEST

    def indicators(self, wave: str) -> Path:
        """Return the table of the indicators."""
        return self.reports(wave) / "indicators.csv"

    def audit_sql(self, wave: str) -> Path:
        """Return the script that computes every indicator again."""
        return self.reports(wave) / "audit.sql"

    def executed(self, wave: str) -> Path:
        """Return the folder of the executed notebooks."""
        return self.reports(wave) / "notebooks"

    def figures(self, wave: str) -> Path:
        """Return the folder of the figures."""
        return self.reports(wave) / "figures"

    def tables(self, wave: str) -> Path:
        """Return the folder of the tables."""
        return self.reports(wave) / "tables"

    def territory_sheet(self, wave: str, territory: str, further: str = "") -> Path:
        """Return the sheet of one territory; with `further`, in that language."""
        return self.reports(wave) / in_language(f"{SHEETS}/{territory}.pdf", further)

    def published(self, wave: str) -> Path:
        """Return the folder of the frozen edition."""
        return self.root / "reports" / "published" / wave

    def verification(self, wave: str) -> Path:
        """Return the folder of what verifying a wave's edition found; it is none of the edition's."""
        return self.root / "reports" / "verification" / wave


def find_root(start: Path | None = None) -> Path:
    """Return the study's root: `STUDY_ROOT`, else the first folder from `start` (default: here) upwards that is one.

    Raises UsageError with a `NoStudyFolder` problem.
    """
    if named := os.environ.get(ROOT_VARIABLE):
        root = Path(named).expanduser().resolve()
        # Named outright, so a missing frame.csv is a missing file, which intake reports with the rest.
        if (root / "data" / "raw").is_dir():
            return root
        raise UsageError([NoStudyFolder(value=named)])
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / _MARKER).is_file():
            return folder
    raise UsageError([NoStudyFolder(value=here.as_posix())])
