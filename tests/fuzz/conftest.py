"""Fuzz targets are no tests: `make fuzz` runs them, with a Python that has atheris."""

collect_ignore = ["targets.py"]
