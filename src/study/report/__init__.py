"""Binding the executed notebooks, the commentary and the ledger into the report that people read."""
