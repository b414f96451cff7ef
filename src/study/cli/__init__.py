"""The `study` command: what analysts and reviewers type, and how it answers."""

from study.cli import build, inputs, show  # noqa: F401  # their commands are registered by being imported
from study.cli.app import main

__all__ = ["main"]
