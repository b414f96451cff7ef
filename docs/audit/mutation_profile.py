"""A pytest plugin for mutation testing: properties are tried on fewer examples, always the same ones."""

from hypothesis import settings

settings.register_profile("mutation", max_examples=25, derandomize=True, database=None, deadline=None)
