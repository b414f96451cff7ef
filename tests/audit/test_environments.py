from pathlib import Path

import environments
import pytest
from locks import Pin

from study.base.errors import StudyError
from study.base.show import render

# A stand-in for uv: it says what it was asked for, and refuses what is called "refused".
UV = """#!/bin/sh
while [ "$1" != "--target" ]; do shift; done
folder=$2; shift 3
if grep -q '^refused' "$1"; then echo 'no such
package' >&2; exit 1; fi
while read -r line; do
  name=${line%%==*}; rest=${line#*==}
  mkdir -p "$folder/$name-${rest%% *}.dist-info"
  printf 'Name: %s\\nVersion: %s\\n' "$name" "${rest%% *}" > "$folder/$name-${rest%% *}.dist-info/METADATA"
done < "$1"
"""


def pin(name, version="1", marker=""):
    return Pin("requirements.lock", 7, name, version, marker, ("sha256:" + "0" * 64,), ())


@pytest.fixture
def uv(tmp_path):
    path = tmp_path / "uv"
    path.write_text(UV, "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", ("linux", "3.11")),
        ("sys_platform == 'win32'", ("windows", "3.11")),
        ("os_name == 'nt'", ("windows", "3.11")),
        ("sys_platform == 'darwin'", ("macos", "3.11")),
        ("python_full_version >= '3.12'", ("linux", "3.12")),
        ("python_full_version < '3.12'", ("linux", "3.11")),
        ("sys_platform != 'emscripten' and sys_platform != 'win32'", ("linux", "3.11")),
        (
            "platform_machine == 'WIN32' or platform_machine == 'win32' or platform_machine == 'x86_64'",
            ("linux", "3.11"),
        ),
    ],
)
def test_a_marker_says_for_which_platform_and_python_a_package_is_fetched(marker, expected):
    assert environments.target(marker) == expected


def test_two_versions_of_one_package_are_fetched_one_after_the_other(tmp_path, uv):
    pins = [pin("tool"), pin("tool", "2"), pin("win", marker="sys_platform == 'win32'")]
    found = environments.installed(environments.fetch(pins, tmp_path, uv))
    assert sorted(found) == [("tool", "1"), ("tool", "2"), ("win", "1")]
    assert [where for where, _ in environments.batches(pins)] == [
        ("linux", "3.11"),
        ("linux", "3.11"),
        ("windows", "3.11"),
    ]


def test_what_cannot_be_fetched_is_told_with_what_the_installer_says(tmp_path, uv):
    with pytest.raises(StudyError) as caught:
        environments.fetch([pin("refused"), pin("tool", marker="os_name == 'nt'")], tmp_path, uv)
    told = " ".join(render(caught.value.problems, "en").split())
    assert (
        "requirements.lock, line 7: “refused==1” is not installed here, and could not be fetched to read its licence: no such package"
        in told
    )
    assert "Check the network and the registry's settings" in told and "tool" not in told


def test_nothing_is_found_where_nothing_is(tmp_path):
    assert environments.installed([Path(tmp_path)]) == {}
