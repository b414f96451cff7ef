"""Figures of the report: each kind takes its data and returns a `Chart` (SVG, PNG, CSV, title, alt text, source).

Promise: the same data give the same bytes, whatever the machine's fonts, settings, hash seed or threads.
Left out: titles and sources are not drawn, the report prints them beside the figure; no indicator is computed here.
"""
