import shutil
import subprocess

import pytest

from study.base.files import sha256_hex
from study.intake.history import committed_content, sealed_content

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


@pytest.fixture
def repository(tmp_path):
    """Three committed versions of a file in a folder below the top of a repository."""

    def git(*arguments):
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    path = tmp_path / "été" / "a b.csv"
    path.parent.mkdir()
    for i in range(3):
        path.write_bytes(b"id\n%d\r\n" % i)
        git("add", "-A")
        git("commit", "-q", "-m", str(i))
    return path


def test_every_committed_version_is_found_by_its_checksum(repository):
    for i in range(3):
        content = b"id\n%d\r\n" % i
        assert sealed_content(repository, sha256_hex(content)) == content
    assert sealed_content(repository, sha256_hex(b"never")) is None


def test_a_file_that_is_gone_with_its_folder_is_still_found(repository):
    shutil.rmtree(repository.parent)
    assert sealed_content(repository, sha256_hex(b"id\n1\r\n")) == b"id\n1\r\n"


def test_the_last_committed_content(repository):
    repository.write_bytes(b"edited")
    assert committed_content(repository) == b"id\n2\r\n"
    assert committed_content(repository.with_name("none.csv")) is None


def test_another_repositorys_variables_do_not_mislead(repository, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path_factory.mktemp("other")))
    assert committed_content(repository) == b"id\n2\r\n"
