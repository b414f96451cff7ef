"""A workbook's package (a zip archive), looked over before anything in it is unpacked.

Promise: an archive that would unpack to more than memory holds is refused by what its table of contents declares, and
one that declares less than it holds is refused as damaged, at the cost of reading it once. Names are compared as the
readers of workbooks do, ignoring case and the way slashes lean. Left out: what the members say (`xlsx_facts`,
`ods_facts`).
"""

import posixpath
import zipfile
from collections import Counter

from defusedxml import ElementTree

from study.base.errors import Place, Problem
from study.exports import file_problems as found

MOST_BYTES = 512 * 2**20
"""Bytes that a workbook may unpack to."""

MOST_RATIO = 200
"""Bytes out of one byte, of a member worth looking at: tables give 10 to 50, the format's limit is 1032."""

_WORTH_LOOKING_BYTES = 10 * 2**20
_ENCRYPTED = 0x1
_LONGEST_MANIFEST_BYTES = 10 * 2**20


def plain_name(name: str) -> str:
    """Return a member's name as it is compared."""
    return posixpath.normpath(name.replace("\\", "/")).lower().lstrip("/")


def members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return what an archive holds, by plain name."""
    return {plain_name(info.filename): info for info in archive.infolist() if not info.is_dir()}


def _explodes(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _WORTH_LOOKING_BYTES and info.file_size > MOST_RATIO * info.compress_size


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Return whether a password is needed: for the archive's members, or by what an OpenDocument's manifest says."""
    if any(info.flag_bits & _ENCRYPTED for info in archive.infolist()):
        return True
    manifest = members(archive).get("meta-inf/manifest.xml")
    if manifest is None or manifest.file_size > _LONGEST_MANIFEST_BYTES:
        return False
    return b"encryption-data" in archive.read(manifest)


def bomb_problems(archive: zipfile.ZipFile, shown: str) -> list[Problem]:
    """Return the problem of an archive that must not be unpacked; nothing of it is read."""
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if size <= MOST_BYTES and not any(_explodes(info) for info in infos):
        return []
    packed = sum(info.compress_size for info in infos)
    details = {"size": size // 10**6, "packed": round(packed / 10**6, 1)}
    return [found.ZipBomb(Place(shown), None, details)]


def package_problems(archive: zipfile.ZipFile, shown: str) -> list[Problem]:
    """Return what keeps a workbook's package, no bomb by its contents, from being read: a password, or damage."""
    if _is_encrypted(archive):
        return [found.PasswordProtected(Place(shown))]
    names = Counter(plain_name(info.filename) for info in archive.infolist())
    if double := [name for name, count in names.items() if count > 1]:
        return [found.DamagedWorkbook(Place(shown), f"{double[0]}: duplicate member")]
    # Reads each member up to its declared size, and compares its checksum: a longer one is found.
    damaged = archive.testzip()
    return [] if damaged is None else [found.DamagedWorkbook(Place(shown), f"{damaged}: bad checksum")]


def sheet_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the member of each sheet of an XLSX workbook, by the sheet's name, in their order."""
    held = members(archive)
    relations = ElementTree.fromstring(archive.read(held["xl/_rels/workbook.xml.rels"]), forbid_dtd=True)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    workbook = ElementTree.fromstring(archive.read(held["xl/workbook.xml"]), forbid_dtd=True)
    found_members = {}
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(relation, "")
        name = plain_name(target if target.startswith("/") else posixpath.join("xl", target))
        if sheet.get("name", "") in found_members:
            raise ValueError(f"{sheet.get('name')}: two sheets of this name")
        if name in held:
            found_members[sheet.get("name", "")] = held[name]
    return found_members
