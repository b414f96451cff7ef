"""The PDF of a wave printed again and again while its texts are being written.

Promise: a proof is what `study report` prints of the same texts, byte for byte, from the notebooks as they were last
executed; these are read once, the texts each time, and Typst lays out only what is new. No kernel starts. Left out:
when to print one (`study.cli.preview`), and bringing the notebooks up to date (`study.pipeline`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nbformat

from study.base.layout import StudyPaths
from study.chapters.context import open_wave
from study.codebook.load import load_study
from study.ledger.entries import read_ledger
from study.report.build import bound_report, numbers_of
from study.report.exporter import typesetting
from study.report.manifest import listed
from study.report.typst import report_press


@contextmanager
def proofs(
    paths: StudyPaths, wave: str, lang: str, executed: Sequence[Path], computed: Sequence[Path], sheets: Path | None
) -> Iterator[Callable[[], bytes]]:
    """Yield what prints a proof of a wave's report in `lang`; the rest is as for `study.report.build.build_report`.

    The function raises StudyError for what is wrong in a text, and can be called again once it is mended.
    """
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in executed}
    made = {name: sheets / name for name in listed(sheets)} if sheets else {}
    ledger = read_ledger(numbers_of(computed, made), load_study(paths).languages)
    with report_press() as press:

        def proof() -> bytes:
            _, bound = bound_report(open_wave(wave, lang, root=paths.root), notebooks, ledger)
            return typesetting(bound, press)()

        yield proof
