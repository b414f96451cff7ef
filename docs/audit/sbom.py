"""The bill of materials, docs/sbom.cdx.json: what the lock pins, as CycloneDX 1.6.

Promise: made from requirements.lock, pyproject.toml and docs/licences.csv alone: the same bytes on any machine, with no
time, serial number or folder. What `pip install .` brings is `required`, what only the checks need is `excluded`. The
lock is named by its own SHA-256: the hashes of each file stand there, and only there. One line per component, so that
a change can be read. Left out: vulnerabilities, and what is inside wheels.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from licences import Licence, read_table
from locks import MAIN, ROOT, Pin, direct, read, runtime

from study import __version__
from study.base.files import sha256_hex

TARGET = ROOT / "docs" / "sbom.cdx.json"
_STUDY = "ess-study"


def _ref(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def component(pin: Pin, licence: str, *, required: bool) -> dict[str, Any]:
    """Return a package as CycloneDX says it."""
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": _ref(pin),
        "name": pin.name,
        "version": pin.version,
        "scope": "required" if required else "excluded",
        "licenses": [{"expression": licence}],
        "purl": _ref(pin),
    }
    if pin.marker:
        found["properties"] = [{"name": "python:marker", "value": pin.marker}]
    return found


def bill(pins: Sequence[Pin], starts: Sequence[str], licences: Mapping[tuple[str, str], str], lock: bytes) -> str:
    """Return the document, from the lock's packages, the direct dependencies and the licences of all of them."""
    needed = runtime(pins, starts)
    refs: dict[str, list[str]] = {}
    for pin in pins:
        for asking in pin.via:
            refs.setdefault(asking, []).append(_ref(pin))
    study = {
        "type": "application",
        "bom-ref": _STUDY,
        "name": _STUDY,
        "version": __version__,
        "licenses": [{"expression": "MIT"}],
        "externalReferences": [
            {
                "type": "configuration",
                "url": MAIN,
                "comment": "every package with the hashes of its files",
                "hashes": [{"alg": "SHA-256", "content": sha256_hex(lock)}],
            }
        ],
    }
    components = [component(p, licences[p.name, p.version], required=p.name in needed) for p in pins]
    edges = [{"ref": _STUDY, "dependsOn": sorted(refs.get(_STUDY, []))}]
    edges += [{"ref": _ref(p), "dependsOn": sorted(refs[p.name])} if p.name in refs else {"ref": _ref(p)} for p in pins]
    lines = ['{"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",']
    lines += ['"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,']
    lines += [f'"metadata": {json.dumps({"lifecycles": [{"phase": "pre-build"}], "component": study})},']
    for name, items in (("components", components), ("dependencies", edges)):
        lines += [
            f'"{name}": [',
            ",\n".join(json.dumps(item) for item in items),
            "]," if name == "components" else "]}",
        ]
    return "\n".join(lines) + "\n"


def written(root: Path = ROOT, rows: Sequence[Licence] | None = None) -> str:
    """Return the bill of the repository as it is; KeyError where docs/licences.csv lacks a package."""
    lock = root / MAIN
    licences = {(row.package, row.version): row.licence for row in (read_table() if rows is None else rows)}
    return bill(read([lock]), direct(root), licences, lock.read_bytes())
