"""What tests of editions share."""

import pytest

from study.base.layout import StudyPaths


@pytest.fixture
def study(committed_study: StudyPaths) -> StudyPaths:
    """The committed study, under a short name."""
    return committed_study
