"""What programs leave beside files of their own accord, which is no input.

Promise: one list for whoever reads a folder of inputs. Left out: what is done with the rest.
"""

from fnmatch import fnmatch
from pathlib import PurePosixPath

# macOS, Windows, LibreOffice, Excel, editors, our own writing.
JUNK = (".DS_Store", "._*", "Thumbs.db", "desktop.ini", "~$*", ".~lock.*#", "*~", ".*.sw?", ".*.tmp")
JUNK_FOLDERS = (".ipynb_checkpoints", "__pycache__", "__MACOSX")


def is_junk(name: str) -> bool:
    """Tell whether a file (a relative path with slashes) is no input.

    >>> is_junk("evidence/~$evidence.csv"), is_junk("evidence/evidence.csv")
    (True, False)
    """
    *folders, last = PurePosixPath(name).parts
    return any(folder in JUNK_FOLDERS for folder in folders) or any(fnmatch(last, pattern) for pattern in JUNK)
