"""What a report says of itself, all of it: the answers as open data, and the three descriptions that others read.

Promise: the one entry point of this room. It is called once every other file of the report is there, since the crate
names them all; the manifest comes after, and names these too. A study without frame, evidence or licence has what it
can have. Left out: docs/codebook.md, which is the study's and no report's (`study.provenance.codebook`).
"""

from collections.abc import Mapping

from study.answers import tables
from study.answers.clean import read_facts
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.provenance import crate, datapackage, ddi
from study.provenance.about import About
from study.provenance.answers import answer_files
from study.provenance.licence import read_licence


def provenance_files(context: WaveContext, ledger: Ledger, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is added to the files of a report (relative name → content); FileNotFoundError before cleaning."""
    folders = {lever.lever: context.paths.lever_dir(context.wave.wave, lever.lever) for lever in context.study.levers}
    answers = {lever: tables.read(folder) for lever, folder in folders.items()}
    made = answer_files(context, answers, {lever: read_facts(folder) for lever, folder in folders.items()})
    licence = read_licence(context.paths)
    if licence is not None:
        made[licence.file] = licence.content
    about = About(context, ledger, licence)
    made[ddi.NAME] = ddi.ddi_xml(about, {**files, **made})
    made[datapackage.NAME] = datapackage.datapackage_json(about, {**files, **made})
    made[crate.NAME] = crate.crate_json(about, {**files, **made})
    return made
