"""Two locks compared."""

from study.bridge.environment import Environment, Pin, compared, pins, since

LOCK = b"a==1 \\\n    --hash=sha256:0\n# b==3, said a comment\nb-c.d==2.0rc1 ; python_version > '3'\n"


def test_packages_are_read_by_name_and_version():
    assert pins(LOCK.decode()) == {"a": "1", "b-c.d": "2.0rc1"}


def test_what_differs_is_told_and_other_hashes_too():
    other = b"a==2\nnew==1\n"
    assert compared(LOCK, other) == Environment(
        False, (Pin("a", "1", "2"), Pin("b-c.d", "2.0rc1", ""), Pin("new", "", "1"))
    )
    assert compared(LOCK, LOCK) == Environment(True, ())
    assert compared(LOCK, LOCK + b"\n") == Environment(False, ())
    assert compared(None, LOCK) == Environment(False, None)


def test_the_lock_of_an_edition_is_compared_with_today_s(published, kit):
    edition = kit.freeze(published, "2020")
    assert since(published, edition) == Environment(True, ())
    kit.edit(published, "requirements.lock", lambda text: text.replace("b==2", "b==3"))
    assert since(published, edition) == Environment(False, (Pin("b", "2", "3"),))
    (published.root / ".git").rename(published.root / "elsewhere")
    assert since(published, edition) == Environment(False, None)
