"""A report as a research object: ro-crate-metadata.json, which archives read (RO-Crate 1.1, Process Run Crate 0.5).

Promise: every file of the report is a part of the crate with its size and SHA-256; each step that made it is an action
with the notebook that ran, what it read and what it left. The inputs lie outside the crate's folder, so they are files
with local ids (`#data/raw/…`), named and hashed and no parts of it. All ids and dates are told by the study: nothing of
when, where or by whom it was built. Source: https://w3id.org/ro/wfrun/process/0.5 and https://w3id.org/ro/crate/1.1,
the newest pair that the profile's own validator checks.
"""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from study import __version__
from study.base.files import file_sha256, sha256_hex
from study.provenance.about import About
from study.provenance.datapackage import WORKBOOK_TYPE, contents_rows
from study.provenance.inputs import InputFile, input_files
from study.provenance.steps import BUILT, Run, runs

NAME = "ro-crate-metadata.json"

_VERSION = "1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
# Adds sha256 to the terms of RO-Crate 1.1.
_CONTEXT = "https://w3id.org/ro/terms/workflow-run/context"
_SOFTWARE, _LOCK, _PYTHON = "#study", "#requirements.lock", "#python"
_FORMATS = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".sql": "application/sql",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": WORKBOOK_TYPE,
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}

_Properties = dict[str, Any]


def media_type(name: str) -> str:
    """Return the media type of a file, by its suffix; a file without one is a text.

    >>> media_type("a/b.csv"), media_type("LICENSE"), media_type("a.b")
    ('text/csv', 'text/plain', 'application/octet-stream')
    """
    suffix = PurePosixPath(name).suffix.lower()
    return _FORMATS.get(suffix, "application/octet-stream") if suffix else "text/plain"


def _ref(identifier: str) -> dict[str, str]:
    return {"@id": identifier}


def _refs(identifiers: list[str]) -> list[dict[str, str]]:
    return [_ref(identifier) for identifier in identifiers]


def _local(name: str) -> str:
    """Return the local id of a file outside the crate."""
    return f"#{quote(name)}"


class _Crate:
    """The crate while it is filled; entities are added in the order in which they are to stand."""

    def __init__(self, about: About, files: Mapping[str, bytes]) -> None:
        self.about, self.files = about, files
        self.crate = ROCrate(version=_VERSION)
        self.crate.metadata.extra_contexts.append(_CONTEXT)

    def add(self, identifier: str, kind: str | list[str], properties: _Properties) -> None:
        """Add an entity that is no part of the crate."""
        self.crate.add(ContextEntity(self.crate, identifier, properties={"@type": kind, **properties}))

    def root(self) -> None:
        """Describe the crate as a whole."""
        about, root = self.about, self.crate.root_dataset
        lang, wave = about.context.lang, about.context.wave
        licence = about.licence
        said: _Properties = {
            "name": about.name(lang),
            "description": about.description(lang),
            "datePublished": wave.publication_date.isoformat(),
            "inLanguage": lang,
            "conformsTo": _ref(_PROFILE),
        }
        if wave.keywords:
            said["keywords"] = ", ".join(word.text(lang) for word in wave.keywords)
        if licence:
            said["license"] = _ref(licence.url or quote(licence.file))
        for name, value in said.items():
            root[name] = value
        self.add(_PROFILE, "CreativeWork", {"name": "Process Run Crate", "version": "0.5"})
        if licence and licence.url:
            details = {"name": licence.title, "identifier": licence.name, "url": licence.url,
                       "description": f"{licence.title}: {licence.file}"}  # fmt: skip
            self.add(licence.url, "CreativeWork", details)

    def parts(self) -> None:
        """Add each file of the report."""
        titles = {row[-1]: row[3] for row in contents_rows(self.files) if row[0] != "number"}
        for name, content in sorted(self.files.items()):
            known = titles.get(name) or titles.get(f"{name.rpartition('.')[0]}.svg")
            properties = {
                "name": known or name,
                "encodingFormat": media_type(name),
                "contentSize": str(len(content)),
                "sha256": sha256_hex(content),
            }
            self.crate.add_file(dest_path=name, properties=properties)

    def inputs(self, files: tuple[InputFile, ...]) -> None:
        """Add each input file, as it stands in the study's folder."""
        for file in files:
            properties = {"name": file.name, "alternateName": file.name, "encodingFormat": media_type(file.name),
                          "sha256": file.sha256}  # fmt: skip
            self.add(_local(file.name), "File", properties)

    def software(self, steps: list[Run]) -> None:
        """Add the package, the libraries it was built with, and each notebook as it is stored."""
        paths = self.about.context.paths
        package: _Properties = {"name": "study", "softwareVersion": __version__,
                                "description": "The package that builds the study's reports"}  # fmt: skip
        if (lock := paths.lock) is not None:
            package["softwareRequirements"] = _ref(_LOCK)
            self.add(_LOCK, "File", {"name": lock.name, "alternateName": lock.name,
                                     "encodingFormat": "text/plain", "sha256": file_sha256(lock)})  # fmt: skip
        self.add(_SOFTWARE, "SoftwareApplication", package)
        self.add(_PYTHON, "ComputerLanguage", {"name": "Python", "url": "https://www.python.org/"})
        for stem in dict.fromkeys(step.stem for step in steps if step.stem not in BUILT):
            source = paths.notebooks / f"{stem}.ipynb"
            code: _Properties = {"name": paths.relative(source), "alternateName": paths.relative(source),
                                 "version": __version__, "programmingLanguage": _ref(_PYTHON),
                                 "encodingFormat": media_type(source.name), "isPartOf": _ref(_SOFTWARE)}  # fmt: skip
            if source.is_file():
                code["sha256"] = file_sha256(source)
            self.add(_local(f"notebooks/{stem}.ipynb"), ["File", "SoftwareSourceCode"], code)

    def actions(self, steps: list[Run]) -> None:
        """Add each step, and mention it in the root."""
        context = self.about.context
        for step in steps:
            given = {"wave": context.wave.wave, "lang": step.lang}
            if step.lever is not None:
                given["lever"] = str(step.lever)
            read = [*(_local(file.name) for file in step.inputs), *map(quote, step.reads)]
            properties: _Properties = {
                "name": context.say(step.title),
                "description": ", ".join(f"{name} = {value}" for name, value in given.items()),
                "instrument": _ref(_SOFTWARE if step.stem in BUILT else _local(f"notebooks/{step.stem}.ipynb")),
                "object": _refs(read),
                "result": _refs([quote(name) for name in sorted(step.leaves)]),
                "actionStatus": "http://schema.org/CompletedActionStatus",
            }
            self.add(f"#{step.name}", "CreateAction", properties)
        self.crate.root_dataset["mentions"] = _refs([f"#{step.name}" for step in steps])


def _made_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return which notebook made each figure and table (its file without suffix), as contents.csv says."""
    return {row[7].rpartition(".")[0]: row[5] for row in contents_rows(files) if row[0] != "number"}


def crate_json(about: About, files: Mapping[str, bytes]) -> bytes:
    """Return ro-crate-metadata.json for the files of a report's folder (relative name → content), all others included.

    The manifest is written after it, and so is no part of it.
    """
    inputs = input_files(about.context)
    steps = runs(about.context, inputs, files, _made_in(files))
    made = _Crate(about, files)
    made.root()
    made.parts()
    made.inputs(inputs)
    made.software(steps)
    made.actions(steps)
    text = json.dumps(made.crate.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")
