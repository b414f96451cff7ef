"""A small report that can be described without being built: cleaned answers, and files such as a build makes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from study.answers.clean import clean, write
from study.base.layout import StudyPaths
from study.chapters.context import WaveContext, open_wave
from study.intake.inputs import load_inputs
from study.ledger.entries import Ledger, number_entry
from study.provenance.files import provenance_files

CONTENTS = (
    "kind,number,id,title,part,notebook,cell,file\n"
    "number,,frame.count,3,cover,data/raw/waves/2020/wave.yaml,,numbers.csv\n"
    "figure,1,lever-1-map,Qui agit ?,lever-1,notebooks/2_lever-1.ipynb,15,figures/lever-1-map.svg\n"
    "table,1,lever-1-table,Mesures,lever-1,notebooks/2_lever-1.ipynb,16,tables/lever-1-table.csv\n"
    "table,2,checksums,Fichiers,checksums,,,tables/checksums.csv\n"
)
FILES = {
    "report.pdf": b"%PDF-1.7 \xff",
    "report.html": b"<!DOCTYPE html>",
    "indicators.csv": (
        b"wave,lever,indicator,territory,value,unit,numerator,base,unknown,lower,upper,method,median_age_years,high_count\n"
        b"2020,1,scheme.count,,1.0,territories,1.0,3.0,1.0,1.0,2.0,yes,0.5,1\n"
        b"2020,,frame.count,,3.0,territories,3.0,,,3.0,3.0,territories of the frame,,\n"
    ),
    "numbers.csv": (
        b"key,value,unit,decimals,text_fr,text_en,indicator,wave\nscheme.count,1.0,territories,0,1,1,scheme.count,2020\n"
    ),
    "contents.csv": CONTENTS.encode(),
    "notebooks/1_clean.ipynb": b"{}",
    "notebooks/2_lever-0.ipynb": b"{}",
    "notebooks/2_lever-1.ipynb": b"{}",
    "notebooks/3_overview.ipynb": b"{}",
    "figures/lever-1-map.svg": b"<svg/>",
    "figures/lever-1-map.csv": b"territory,lon,state,2019\narbois,5.5,yes,1\nbelleville,-1,no,\n",
    "tables/lever-1-table.csv": "Action,Part\nSchéma,33 %\n".encode(),
    "tables/checksums.csv": b"Fichier,SHA-256\nframe.csv,00\n",
}


@dataclass(frozen=True)
class Described:
    """A report's context and files, and what was added to them."""

    context: WaveContext
    ledger: Ledger
    files: dict[str, bytes]
    added: dict[str, bytes]

    @property
    def every(self) -> dict[str, bytes]:
        return self.files | self.added


@pytest.fixture
def clean_study() -> Callable[[StudyPaths], StudyPaths]:
    """`clean_study(paths)`: leave the answers of wave 2020, as its first notebook would."""

    def run(paths: StudyPaths) -> StudyPaths:
        write(clean(load_inputs(paths, "2020")), paths, "2020")
        return paths

    return run


@pytest.fixture
def cleaned(small_study: StudyPaths, clean_study: Callable[[StudyPaths], StudyPaths]) -> StudyPaths:
    """The small study, its answers cleaned."""
    return clean_study(small_study)


@pytest.fixture
def describe() -> Callable[..., Described]:
    """`describe(paths, lang, context, files)`: describe the report of a cleaned study."""

    def run(paths: StudyPaths, lang: str = "fr", context: WaveContext | None = None, **more: bytes) -> Described:
        context = context or open_wave("2020", lang, root=paths.root)
        ledger = Ledger(context.study.languages)
        ledger.add([number_entry("frame.count", 3, "territories", "frame.count", "2020", context.study.languages)])
        files = FILES | more
        return Described(context, ledger, files, provenance_files(context, ledger, files))

    return run


@pytest.fixture
def described(cleaned: StudyPaths, describe: Callable[..., Described]) -> Described:
    """The report of the small study, described in French."""
    return describe(cleaned)


@pytest.fixture
def laid_out(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    """`laid_out(files)`: write files into a folder and return it."""

    def run(files: dict[str, bytes]) -> Path:
        folder = tmp_path / "laid-out"
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    return run
