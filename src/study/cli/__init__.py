"""The `study` command: what analysts and reviewers type, and how it answers."""

# Their commands are registered by being imported.
from study.cli import (  # noqa: F401
    audit,
    bridge,
    build,
    check,
    diff,
    inputs,
    preview,
    questionnaire,
    sheet,
    show,
    texts,
    trace,
    verify,
    wave,
)
from study.cli.app import main

__all__ = ["main"]
