"""The licence of a study's data and texts: its own file, copied beside the report, and the name that it is known by.

Promise: the licence of a report is the one whose text lies in the study's folder (`StudyPaths.licence`); it is given a
name and an address only when that text is, beyond doubt, that of one well-known licence. A study without such a file
has none, and nothing is said for it. Left out: the licence of the code.
"""

import re
from dataclasses import dataclass

from study.base.layout import StudyPaths

# Licences of data and texts that a text can be recognised by, by their SPDX names; each phrase is that one's alone.
_KNOWN = {
    "etalab-2.0": r"licence ouverte\s*/\s*open licence.{0,200}?version 2\.0",
    "CC-BY-4.0": r"creative commons attribution 4\.0 international",
    "CC-BY-SA-4.0": r"creative commons attribution-sharealike 4\.0 international",
    "CC0-1.0": r"cc0 1\.0 universal",
    "ODbL-1.0": r"odc open database license|open database license \(odbl\)",
    "ODC-By-1.0": r"odc attribution license|open data commons attribution license \(odc-by\)? v1\.0",
    "OGL-UK-3.0": r"open government licence v3\.0",
}
_TITLES = {
    "etalab-2.0": "Licence Ouverte / Open Licence 2.0",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0 International",
    "CC0-1.0": "CC0 1.0 Universal",
    "ODbL-1.0": "Open Database License 1.0",
    "ODC-By-1.0": "Open Data Commons Attribution License 1.0",
    "OGL-UK-3.0": "Open Government Licence 3.0",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its file's name and content; `name` (SPDX) is empty for a text that is none of the well-known ones."""

    file: str
    content: bytes
    name: str = ""

    @property
    def title(self) -> str:
        """Return what the licence is called; its file's name when it is none of the well-known ones."""
        return _TITLES.get(self.name, self.file)

    @property
    def url(self) -> str:
        """Return the licence's own address; empty when it is none of the well-known ones."""
        return f"https://spdx.org/licenses/{self.name}.html" if self.name else ""


def name_of(text: str) -> str:
    """Return the SPDX name of the licence that a text is; empty when it is none of those known, or speaks of several.

    >>> name_of("CC0 1.0 Universal"), name_of("All rights reserved")
    ('CC0-1.0', '')
    """
    flat = " ".join(text.lower().split())
    found = [name for name, phrase in _KNOWN.items() if re.search(phrase, flat)]
    return found[0] if len(found) == 1 else ""


def read_licence(paths: StudyPaths) -> Licence | None:
    """Return the study's licence; None when its folder holds none."""
    if paths.licence is None:
        return None
    content = paths.licence.read_bytes()
    return Licence(paths.licence.name, content, name_of(content.decode("utf-8", errors="replace")))
