"""An edition of a package of a few lines, which builds in a tenth of a second, in repositories of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from study.base.layout import ROOT_VARIABLE, StudyPaths
from study.editions.publish import publish
from study.verify.verification import verify

# What stands for the whole package: it counts the yes of each question in the evidence, and prints them everywhere.
CODE = """
import csv, hashlib, pathlib, shutil, sys
from collections import Counter
root, wave = pathlib.Path(sys.argv[sys.argv.index("--root") + 1]), sys.argv[2]
with (root / "data/raw/evidence/evidence.csv").open(encoding="utf-8", newline="") as stream:
    facts = list(csv.DictReader(stream))
count = Counter(fact["question"] for fact in facts if fact["answer"] == "yes")
keys = sorted({fact["question"] for fact in facts})
lines = "".join(f"{key}.count,{count[key]},{count[key]},{key}.count\\n" for key in keys)
contents = "".join(f"number,,{key}.count,{count[key]},lever-1,notebooks/1_clean.ipynb,3,numbers.csv\\n" for key in keys)
words = "".join(f"<p>{key}: {count[key]}</p>" for key in keys)
files = {
    "numbers.csv": "key,value,text_fr,indicator\\n" + lines,
    "indicators.csv": "lever,indicator,territory,value\\n" + "".join(f"1,{key}.count,,{count[key]}\\n" for key in keys),
    "contents.csv": "kind,number,id,title,part,notebook,cell,file\\n" + contents
    + "figure,1,map,Map,lever-1,notebooks/1_clean.ipynb,4,figures/map.svg\\n"
    + "table,1,all,All,lever-1,notebooks/1_clean.ipynb,5,tables/all.csv\\n",
    "figures/map.svg": "<svg>" + lines + "</svg>",
    "figures/map.csv": "question,yes\\n" + "".join(f"{key},{count[key]}\\n" for key in keys),
    "tables/all.csv": "question,yes\\n" + "".join(f"{key},{count[key]}\\n" for key in keys),
    "notebooks/1_clean.ipynb": words,
    "report.html": f'<h1>Report</h1><section class="part" id="lever-1">{words}</section>',
    "report.pdf": "%PDF " + words,
}
folder = root / "reports" / wave
shutil.rmtree(folder, ignore_errors=True)
for name, text in files.items():
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())
manifest = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\\n" for name, text in sorted(files.items()))
(folder / "MANIFEST.sha256").write_text(manifest)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose command builds a report from the evidence, in a folder with a lock."""
    folder = tmp_path / "tool" / "src" / "study"
    for name, content in {
        "src/study/__init__.py": "",
        "src/study/__main__.py": CODE,
        "requirements.lock": "tool==1\n",
        ".gitignore": "__pycache__/\n",
    }.items():
        (tmp_path / "tool" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tool" / name).write_text(content, "utf-8")
    return folder


@pytest.fixture
def build(package):
    """`build(paths)`: what `study report 2020` does with the package as it stands today."""

    def run(paths):
        command = [sys.executable, "-m", "study", "report", "2020", "--root", str(paths.root)]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(command, check=True, env=environment, cwd=paths.root, capture_output=True)

    return run


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """Where the edition is kept once it has been made, to be copied for each test."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def edition(request, package, build, shelf, tmp_path, monkeypatch):
    """The small study with an edition of 2020 that is committed, and today's report beside it."""
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    if (shelf / "study").exists():
        shutil.copytree(shelf, tmp_path, dirs_exist_ok=True)
        return StudyPaths(tmp_path / "study")
    study = request.getfixturevalue("committed_study")
    build(study)
    publish(study, "2020", package=package)
    request.getfixturevalue("commit")(study.root)
    shutil.copytree(tmp_path, shelf, dirs_exist_ok=True)
    return study


@pytest.fixture
def verified(edition, package, build):
    """`verified()`: verify the edition of 2020, rebuilding it in a real process."""
    return lambda **options: verify(edition, "2020", lambda: build(edition), package=package, **options)
