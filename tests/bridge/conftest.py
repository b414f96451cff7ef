"""What tests of the bridge share: the two waves of tests/conftest.py, the first one published, then changed since."""

import subprocess
from pathlib import Path

import pytest

from study.bridge.across import bridge


@pytest.fixture
def kit(edition_kit):
    """The pieces of an edition, under a short name."""
    return edition_kit


@pytest.fixture
def published(two_waves, kit, commit):
    """Wave 2020 published with today's code and committed; nothing has changed since."""
    kit.freeze(two_waves, "2020")
    commit(two_waves.root)
    return two_waves


@pytest.fixture
def changed(published, kit):
    """Since the edition: a fact about its past, an event, a question more and one changed."""
    kit.edit(published, kit.evidence, lambda text: text + kit.found_since + kit.happened + kit.of_new_question)
    kit.edit(published, kit.lever, kit.later_questionnaire)
    kit.seal(published)
    return published


@pytest.fixture(scope="session")
def kept():
    """What several tests look at and none changes."""
    return {}


@pytest.fixture
def bridged(kept, request):
    """The bridge of the changed study, from 2020 to 2027."""
    if "bridge" not in kept:
        kept["bridge"] = bridge(request.getfixturevalue("changed"), "2020", "2027")
    return kept["bridge"]


@pytest.fixture
def shallow(changed, tmp_path, commit):
    """A clone of the changed study that holds its latest commit alone."""
    commit(changed.root)
    folder = tmp_path / "shallow"
    origin = Path(changed.root).as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", origin, str(folder)], check=True, capture_output=True)
    return type(changed)(folder)
