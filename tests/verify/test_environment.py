from study.verify.environment import VersionChange, installed, installed_otherwise, lock_changes, locked

LOCK = b"""
pandas==3.0.1 \\
    --hash=sha256:00==1
Jupyter_Client[test]==8.0 ; python_version < "3.12" \\
    --hash=sha256:01
colorama==0.4 ; sys_platform == "win32"
colorama==0.5 ; sys_platform != "win32"
"""


def test_a_lock_names_packages_with_their_versions():
    assert locked(LOCK) == {"colorama": ("0.4", "0.5"), "jupyter-client": ("8.0",), "pandas": ("3.0.1",)}


def test_two_locks_differ_by_versions_and_by_what_only_one_has():
    other = LOCK.replace(b"3.0.1", b"3.0.2").replace(b'colorama==0.4 ; sys_platform == "win32"\n', b"") + b"new==1\n"
    assert lock_changes(LOCK, other) == (
        VersionChange("colorama", "0.4, 0.5", "0.5"),
        VersionChange("new", "", "1"),
        VersionChange("pandas", "3.0.1", "3.0.2"),
    )
    assert lock_changes(LOCK, LOCK.replace(b"sha256:00", b"sha256:ff")) == ()


def test_what_is_installed_is_held_against_a_lock_and_what_is_not_is_no_difference():
    here = {"pandas": "3.0.0", "colorama": "0.5"}
    assert installed_otherwise(LOCK, here) == (VersionChange("pandas", "3.0.1", "3.0.0"),)
    assert installed()["pytest"]


def test_a_lock_is_read_whatever_its_bytes():
    assert locked(b"a==1 \xff\nb==2\n") == {"a": ("1",), "b": ("2",)}
