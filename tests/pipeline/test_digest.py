import hashlib
import re
import shutil

import pytest

from study.pipeline.digest import PACKAGE, package_digest, package_files


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "package"
    (made / "report" / "fonts").mkdir(parents=True)
    (made / "module.py").write_text("x = 1\n")
    (made / "report" / "page.typ").write_text("#let x = 1\n")
    (made / "report" / "fonts" / "a.ttf").write_bytes(b"\0\1")
    return made


def changed_module(folder):
    (folder / "module.py").write_text("x = 2\n")


def changed_template(folder):
    (folder / "report" / "page.typ").write_text("#let x = 2\n")


def changed_font(folder):
    (folder / "report" / "fonts" / "a.ttf").write_bytes(b"\0\2")


def added(folder):
    (folder / "empty.py").touch()


def removed(folder):
    (folder / "module.py").unlink()


def renamed(folder):
    (folder / "module.py").rename(folder / "other.py")


def moved_content(folder):
    (folder / "module.py").write_text("x = 1\n#let x = 1\n")
    (folder / "report" / "page.typ").write_text("")


@pytest.mark.parametrize(
    "edit", [changed_module, changed_template, changed_font, added, removed, renamed, moved_content]
)
def test_any_edit_gives_another_digest(folder, edit):
    before = package_digest(folder)
    edit(folder)
    assert package_digest(folder) != before


def test_the_digest_hangs_on_content_alone(folder, tmp_path):
    before = package_digest(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "module.cpython-311.pyc").write_bytes(b"x")
    (folder / "module.py").touch()
    assert package_digest(folder) == before
    shutil.copytree(folder, tmp_path / "elsewhere")
    assert package_digest(tmp_path / "elsewhere") == before
    assert re.fullmatch("[0-9a-f]{64}", before)


def test_the_default_is_this_package():
    assert (PACKAGE / "pipeline" / "digest.py").is_file() and PACKAGE.name == "study"
    assert package_digest() == package_digest(PACKAGE)


def test_each_file_is_listed_with_its_checksum(folder):
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x").touch()
    contents = {"module.py": b"x = 1\n", "report/fonts/a.ttf": b"\0\1", "report/page.typ": b"#let x = 1\n"}
    assert package_files(folder) == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert list(package_files(folder)) == sorted(contents)
