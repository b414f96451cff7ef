"""Takes the pictures of docs/guide-analyste.md: plays the guide (`play.py`) and shows what comes out on the way.

Promise: every picture is of something that the guide's own commands made, in a copy of the repository that is thrown
away. Needs two programs besides the package: `pdftoppm` (poppler) for pages of a PDF, `chromium` for terminals and web
pages. Run it as `.venv/bin/python docs/images/guide/make_images.py` when what the guide shows has changed; it takes a
few minutes, and fails rather than leave an old picture. Left out: the same bytes on another machine, whose fonts and
browser are others.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import play  # noqa: E402  its folder is no package

Take = Callable[[play.Ran], None]

_COLUMNS = 100
_LARGEST_BYTES = 150_000
_COLOURS = 256
_TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
_PAGE = """<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><style>
body {{ margin: 0; background: {background}; color: {foreground}; }}
pre {{ margin: 0; padding: 18px 22px; font: 15px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
</style><pre>{code}</pre></html>"""


def _save(image: Image.Image, name: str) -> None:
    """Keep a picture in few colours; it may not be large, since every clone of the repository has it."""
    path = HERE / f"{name}.png"
    image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > _LARGEST_BYTES:
        raise SystemExit(f"{path.name}: {path.stat().st_size} bytes, more than {_LARGEST_BYTES}")
    print(path.name, image.size, path.stat().st_size)


def _screenshot(page: Path, width: int, height: int) -> Image.Image:
    """Return a local page as Chromium draws it, the empty part at its foot cut off."""
    target = page.with_suffix(".png")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--window-size={width},{height}", f"--screenshot={target}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return Image.open(io.BytesIO(target.read_bytes()))


def terminal(name: str, ran: play.Ran, lines: int) -> None:
    """Show a command and the first lines that it printed, in its colours."""
    typed = ran.command.partition("  #")[0]
    shown = Text.assemble(("$ ", "bold green"), (typed, "bold"), "\n")
    printed = ran.output.rstrip("\n").split("\n")
    shown.append(Text.from_ansi("\n".join([*printed[:lines], *(["…"] if len(printed) > lines else [])])))
    console = Console(record=True, width=_COLUMNS, file=io.StringIO())
    console.print(shown, soft_wrap=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "terminal.html"
        page.write_text(console.export_html(theme=MONOKAI, code_format=_PAGE, inline_styles=True), encoding="utf-8")
        rows = shown.plain.count("\n") + 1
        _save(_screenshot(page, 960, 40 + 22 * rows), name)


def web_page(name: str, page: Path) -> None:
    """Show the top of a web page."""
    _save(_screenshot(page, 1000, 1150), name)


def pdf_page(name: str, pdf: Path, number: int) -> None:
    """Show one page of a PDF, the first being 1, within a thin line."""
    made = subprocess.run(
        ["pdftoppm", "-png", "-r", "88", "-f", str(number), "-l", str(number), str(pdf)],
        check=True, capture_output=True, timeout=120,
    ).stdout  # fmt: skip
    page = Image.open(io.BytesIO(made)).convert("RGB")
    framed = Image.new("RGB", (page.width + 2, page.height + 2), "#8a8a8a")
    framed.paste(page, (1, 1))
    _save(framed, name)


def page_of(pdf: Path, *words: str) -> int:
    """Return the first page that holds all of these words, the first being 1."""
    for number, page in enumerate(PdfReader(pdf).pages, start=1):
        text = " ".join(page.extract_text().split())
        if all(word in text for word in words):
            return number
    raise SystemExit(f"{pdf.name}: no page holds {words}")


def _pictures(root: Path) -> dict[str, list[tuple[Take, ...]]]:
    """Return what is taken after a command: for each time that it is typed, in the order of the guide."""
    report = root / "reports" / "essai" / "report.pdf"
    return {
        "study seal": [(lambda ran: terminal("sceller", ran, 4),)],
        "study questionnaire export essai --to pdf": [
            (lambda _: pdf_page("questionnaire", root / "questionnaire-essai.pdf", 1),)
        ],
        "study check essai --html controle.html": [
            (
                lambda ran: terminal("controler", ran, 18),
                lambda _: web_page("controle-page", root / "controle.html"),
            )
        ],
        "study check essai": [(lambda ran: terminal("regle", ran, 18),)],
        "study report essai": [
            (lambda _: pdf_page("couverture", report, 1),),
            (lambda _: pdf_page("chapitre", report, page_of(report, "Fin 2026,", "soutiennent un incubateur")),),
        ],
    }


def main() -> None:
    """Play the guide once, and take every picture or fail."""
    with tempfile.TemporaryDirectory() as folder:
        root = play.copy_repository(Path(folder) / "etude")
        pictures = _pictures(root)
        for done in play.play(root, play.blocks(play.GUIDE.read_text("utf-8")), _TERMINAL):
            if not isinstance(done, play.Ran):
                continue
            if done.status != done.expected:
                raise SystemExit(f"line {done.line}: {done.command}\n{done.output}")
            waiting = pictures.get(done.command.partition("  #")[0])
            for take in waiting.pop(0) if waiting else ():
                take(done)
        if left := [command for command, waiting in pictures.items() if waiting]:
            raise SystemExit(f"not in the guide any more: {left}")


if __name__ == "__main__":
    main()
