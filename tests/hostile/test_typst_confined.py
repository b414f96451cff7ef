"""Typst reads its build folder and nothing else: no file of the machine, no package, no font of the system."""

import datetime
import importlib.util
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from study.base.errors import StudyError
from study.fielding.paper import TEMPLATE_DIR as FORM_TEMPLATES
from study.report.typst import TEMPLATE_DIR, compile_pdf, fonts
from study.sheets.paper import TEMPLATE_DIR as SHEET_TEMPLATES

DAY = datetime.date(2021, 1, 15)
SECRET = "root:x:0:0"
_spec = importlib.util.spec_from_file_location(
    "sample_document", Path(__file__).parents[1] / "report" / "sample_document.py"
)
sample = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = sample
_spec.loader.exec_module(sample)


def compiled(markup: str) -> bytes:
    """Compile a document of one part, whose prose is this markup: what no text of a study can become."""
    document = sample.document()
    document["parts"] = [document["parts"][0] | {"blocks": [{"kind": "prose", "file": "prose/own.typ"}]}]
    return compile_pdf(document, {}, {"own.typ": markup}, date=DAY)


def refused(markup: str) -> str:
    with pytest.raises(StudyError) as raised:
        compiled(markup)
    (problem,) = raised.value.problems
    assert problem.code == "page-not-made" and SECRET not in str(problem.details)
    return str(problem.details["message"])


def test_what_is_looked_at_here_is_compiled_at_all() -> None:
    assert compiled("Du texte.").startswith(b"%PDF")
    assert compiled(
        'Le code `#import "@preview/x:1.0.0"` et ```\n#include "/etc/passwd"\n``` restent du texte.'
    ).startswith(b"%PDF")


@pytest.mark.parametrize(
    "call", ["read", "json", "csv", "yaml", "toml", "xml", "cbor", "image", "plugin", "bibliography"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../../../../../../../../etc/passwd",
        "/../../etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1/x",
    ],
)
def test_no_file_of_the_machine_is_read(call: str, path: str) -> None:
    said = refused(f'#{call}("{path}")')
    assert "not found" in said or "escape" in said or "unexpected" in said, said


@pytest.mark.parametrize(
    "markup",
    [
        '#import "@preview/cetz:0.3.4"',
        '#import "@local/x:0.1.0": *',
        '#include "/etc/passwd"',
        '#include "../x.typ"',
        '#import "/etc/passwd": *',
    ],
)
def test_no_text_imports_anything(markup: str) -> None:
    assert refused(f"Du texte. {markup}") == "an import within a text"


def test_no_package_is_asked_of_the_network() -> None:
    """In a process whose every request would go to us: none comes, neither for a report nor for a refused import."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(200))
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        proxy = f"http://127.0.0.1:{server.getsockname()[1]}"
        names = [f"{name}_proxy" for name in ("http", "https", "all")]
        environment = {**os.environ, **dict.fromkeys([*names, *(name.upper() for name in names)], proxy)}
        script = (
            f"import sys; sys.path[:0] = {[str(Path(__file__).parents[2])]!r}\n"
            "from tests.hostile.test_typst_confined import compiled, refused\n"
            "compiled('Du texte.')\n"
            "refused('#import \"@preview/cetz:0.3.4\"')\n"
        )
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=300)
    assert asked == []


def test_templates_import_no_package_and_name_no_file_of_the_machine() -> None:
    templates = [path for folder in (TEMPLATE_DIR, SHEET_TEMPLATES, FORM_TEMPLATES) for path in folder.glob("*.typ")]
    assert len(templates) > 4
    for path in templates:
        for target in re.findall(
            r'(?:#|\b)(?:import|include|read|json|image|plugin)\b\s*\(?\s*"([^"]*)"', path.read_text("utf-8")
        ):
            # "/" begins the path of a figure or of prose, from the build folder, which is the root.
            assert target == "/" or re.fullmatch(r"/?[\w-]+\.(?:typ|json)", target), (path.name, target)


def test_no_font_but_ours_is_found() -> None:
    families = set(fonts().families())
    assert families and all(family.startswith("Source ") for family in families), families
    for font in ("DejaVu Sans", "Liberation Serif", "New Computer Modern", "Libertinus Serif"):
        assert "unknown font" in refused(f'#text(font: "{font}")[x]')
