"""A report that cannot be written: one screen that says where and why, and the report that was there is left alone."""

import sys
from pathlib import Path

import pytest

from .conftest import give, works

# Put a file system with little room in place of a folder, run the rest there, and list what the folder holds then.
SMALL = """
cp -a "$1/." "$2/copy" && mount -t tmpfs -o "size=$3" tmpfs "$1" && cp -a "$2/copy/." "$1/" && rm -r "$2/copy"
at=$1 list=$2/list; shift 3
"$@"; status=$?
cd "$at" && find . -type f | LC_ALL=C sort | xargs -r sha256sum >"$list"
exit $status
"""

# Let the rest write no file larger than so many bytes.
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.argv[2], sys.argv[2:])
"""


def screen(done) -> str:
    """The screen of a build that failed on what its user can mend."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) < 24
    return " ".join(done.stderr.split())


def sizes(folder: Path) -> int:
    """The room that a folder's files take, in pages of memory."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.rglob("*"))


@pytest.mark.parametrize("full", ["reports", "temporary"])
def test_a_full_disk_is_said_and_the_report_stays(built, tmp_path, full):
    if not works("unshare", "--map-root-user", "--mount", "true"):
        pytest.skip("this system lets nobody mount a file system of his own (unshare --mount)")
    folder = built.world.reports.parent if full == "reports" else built.world.temporary
    # Room for what is there, and for less than half of another report.
    room = sizes(folder) + (sizes(built.world.reports) // 3 if full == "reports" else 3 * 4096)
    (tmp_path / "copy").mkdir()
    prefix = ("unshare", "--map-root-user", "--mount", "sh", "-c", SMALL, "sh", str(folder), str(tmp_path), str(room))
    with built.text_edited():
        said = screen(built.world.run("report", "2020", prefix=prefix))
    assert f"{folder.as_posix()}: Nothing can be written in this folder: the disk is full." in said
    if full == "reports":
        left = [line.split("  ./", 1) for line in (tmp_path / "list").read_text().splitlines()]
        lines = (built.world.reports / "MANIFEST.sha256").read_text().splitlines()
        assert [[d, n] for d, n in left if "MANIFEST" not in n] == sorted(
            ([line[:64], f"2020/{line[66:]}"] for line in lines), key=lambda pair: pair[1].encode()
        )
    else:
        assert (tmp_path / "list").read_text() == ""  # no temporary folder stays
    built.assert_mended()


def test_a_file_larger_than_allowed_is_said_and_the_report_stays(built):
    largest = max(path.stat().st_size for path in built.world.reports.rglob("*"))
    limit = largest - 1000

    limited = (sys.executable, "-c", LIMITED, str(limit))
    with built.text_edited():
        said = screen(built.world.run("report", "2020", prefix=limited))
        assert "Nothing can be written in this folder: a file would be larger than the system allows here." in said
        assert built.world.files() == built.files
        assert built.world.stray() == []
    built.assert_mended()


def test_a_folder_that_may_not_be_written_is_said_and_the_report_stays(built, ordinary_user):
    folder = built.world.reports.parent
    give(built.world.top, 65534)
    folder.chmod(0o555)
    try:
        with built.text_edited():
            said = screen(built.world.run("report", "2020", prefix=ordinary_user))
            assert f"{folder.as_posix()}: Nothing can be written in this folder: writing there is not allowed." in said
            assert built.world.files() == built.files
    finally:
        folder.chmod(0o755)
        give(built.world.top, 0)
    built.assert_mended()


def test_where_nothing_may_be_written_a_report_that_is_up_to_date_is_one(built, ordinary_user):
    give(built.world.top, 65534)
    folders = [built.world.root, *(path for path in built.world.root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = built.world.run("report", "2020", prefix=ordinary_user)
        assert done.returncode == 0 and "up to date" in done.stdout, done.stderr
    finally:
        for folder in folders:
            folder.chmod(0o755)
        give(built.world.top, 0)
