"""A build needs no network, no rights and no home."""

import os

import pytest

from .conftest import give, works

OFFLINE = ("unshare", "--map-root-user", "--net")


def test_without_a_network_as_an_ordinary_user_without_a_home_it_gives_the_same_bytes(built, ordinary_user):
    if not works(*OFFLINE, "true"):
        pytest.skip("this system lets nobody cut the network off (unshare --net)")
    made = built.world
    made.forget()
    # A network of its own has no way out, and not even this machine's own address answers. Root gives its own up
    # first; who is no root already is one in name only, which allows nothing outside.
    offline = ("unshare", "--net") if os.getuid() == 0 else OFFLINE
    try:
        give(made.top, 65534)
        done = made.run("report", "2020", prefix=(*offline, *ordinary_user), environment={"HOME": "/nonexistent"})
    finally:
        give(made.top, os.getuid())
    assert done.returncode == 0, done.stdout + done.stderr
    built.assert_mended()
