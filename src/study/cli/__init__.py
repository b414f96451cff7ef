"""The `study` command: what analysts and reviewers type, and how it answers."""

# Their commands are registered by being imported.
from study.cli import audit, bridge, build, check, diff, inputs, questionnaire, sheet, show, trace, verify, wave  # noqa: F401
from study.cli.app import main

__all__ = ["main"]
