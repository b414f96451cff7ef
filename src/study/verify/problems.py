"""What keeps an edition from being verified, besides what the archive says of it.

Promise: the sentences of each class are the catalogue's keys. Left out: editions that are unknown or damaged,
or whose history is missing (`study.archive.problems`).
"""

from study.base.errors import Problem
from study.base.text import mark


class NoEdition(Problem):
    """The study has published nothing."""

    code = "no-edition"
    what = mark("No edition is published.")
    why = mark("What is verified is an edition: a folder of reports/published.")
    remedy = mark("Publish one (`study publish`), or work in a clone of a repository that holds editions.")
