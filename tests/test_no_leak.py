"""No leak: what an export says of people stays in the intake, and what a machine says of itself stays out of a report.

One study is built from an export of each kind, with canaries in every place that may hold a person (`tests/canaries.py`),
on a machine whose names are canaries as well; then every file that the build leaves is searched, however it is packed
(`tests/searched.py`), and what the commands say.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from study import cli
from study.base.layout import StudyPaths

from .canaries import ANOTHER, COLLEAGUES, EVERYBODY, EXPORTS, KEPT, LIMESURVEY, PEOPLE, WAVE, plant
from .released import release
from .searched import KNOWN_TIMES, TIME, files_below, found_in, squeezed, texts_of

ROOT = Path(__file__).resolve().parents[1]
SMALL_STUDY = ROOT / "tests" / "fixtures" / "small_study"
NEEDLES = {
    f"{who.territory or 'outsider'}, {kind}": needle for who in EVERYBODY for kind, needle in who.needles.items()
}
MACHINE = {
    "folder": "dossier Kapokrimble", "home": "foyer-Zyxwolk", "user": "usager-Qorblint", "host": "hote-Vexnarp",
    "temporary folder": "passage-Jumblewick", "repository": str(ROOT), "interpreter": sys.prefix, "this host": socket.gethostname(),
}  # fmt: skip
COMMIT: Sequence[str] = ()
# A name of a few letters stands in any file by chance.
MACHINE = {kind: name for kind, name in MACHINE.items() if len(squeezed(name)) >= 6}


@dataclass(slots=True)
class Built:
    """The study as built: every text that the build left by file, what it printed, when it ran."""

    paths: StudyPaths
    printed: str
    seconds: range
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    bare: list[tuple[str, str]] = field(default_factory=list)

    def search(self, needles: dict[str, str]) -> list[str]:
        """Return every text of every file that holds a needle."""
        return found_in(self.bare, needles, bare=True)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine whose names are canaries, with a repository of the small study, the package and the exports on it."""

    top: Path
    paths: StudyPaths

    def types(self, *arguments: str) -> str:
        """Run a command of the repository's own package; return what it printed."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.top / MACHINE["home"]), "TMPDIR": str(self.top / MACHINE["temporary folder"]),
            "USER": MACHINE["user"], "LOGNAME": MACHINE["user"], "HOSTNAME": MACHINE["host"], "TZ": "Pacific/Kiritimati",
            "PYTHONPATH": str(self.paths.root / "src"),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "study", *arguments, "--root", str(self.paths.root)],
            cwd=self.top, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commits(self) -> str:
        """Commit all that git does not ignore."""
        git = ["git", "-C", str(self.paths.root), "-c", "user.name=T", "-c", "user.email=t@example.org"]
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run([*git, *arguments], check=True, capture_output=True)
        return ""

    def builds(self, *commands: Sequence[str]) -> Built:
        """Run commands, then read all that is left below the folders of outputs."""
        start, paths = int(time.time()), self.paths
        printed = "".join(self.types(*command) if command else self.commits() for command in commands)
        made = Built(paths, printed, range(start, int(time.time()) + 2))
        made.texts = {
            name: list(texts_of(name, path.read_bytes()))
            for path in files_below([paths.root / "data" / "processed", paths.root / "reports", paths.root / ".cache"])
            for name in [paths.relative(path)]
        }
        made.bare = [(where, squeezed(text)) for texts in made.texts.values() for where, text in texts]
        return made


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    top = tmp_path_factory.mktemp("machine")
    paths = StudyPaths(top / MACHINE["folder"] / "study")
    shutil.copytree(SMALL_STUDY, paths.root)
    shutil.copytree(ROOT / "notebooks", paths.notebooks)
    shutil.copytree(ROOT / "src", paths.root / "src", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("requirements.lock", "pyproject.toml", ".gitignore"):
        shutil.copyfile(ROOT / name, paths.root / name)
    plant(paths)
    for name in (MACHINE["home"], MACHINE["temporary folder"]):
        (top / name).mkdir()
    return Machine(top, paths)


@pytest.fixture(scope="module")
def held(machine: Machine) -> Built:
    """Built before anybody has read what respondents wrote, then published and verified."""
    export = machine.paths.relative(machine.paths.responses(WAVE)) + "/limesurvey.csv"
    cells = [
        f"{export}:3",
        *(f"{export}:3:{name}" for name in ("L1actions", "path[other]", "partners[other]", "scheme")),
    ]
    traces = [["trace", "--cell", cell, "--wave", WAVE, "--all"] for cell in cells]
    return machine.builds(
        ["seal"], ["report", WAVE], *traces, COMMIT, ["publish", WAVE], COMMIT, ["verify", WAVE]
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(held: Built, machine: Machine) -> Built:
    """Built again once every text is released, published in place of the first edition, and compared with it."""
    release(machine.paths, WAVE)
    again = ["publish", WAVE, "--replace"]
    return machine.builds(["seal"], ["report", WAVE], COMMIT, again, COMMIT, ["diff", f"{WAVE}@HEAD~2", WAVE, "--all"])


def test_no_text_is_in_any_file_before_somebody_has_read_it(held):
    # She stands in no column, and nothing tells her name from another word.
    assert held.search(COLLEAGUES) == held.search(NEEDLES) == []
    assert held.search({"text": KEPT, "another answer": ANOTHER}) == []
    assert found_in([("printed", held.printed)], COLLEAGUES | NEEDLES) == []
    # That there is an answer, and what everybody else's says, is told all the same.
    answers = (held.paths.processed(WAVE) / "lever-1" / "answers.csv").read_text("utf-8")
    assert answers.count("[texte non relu]") == len(PEOPLE)
    told = held.search({"mark": "personne ne l’a encore relue"})
    assert {name for hit in told for name in ("workbook.xlsx", "territories/arbois.pdf") if name in hit} == {
        "workbook.xlsx",
        "territories/arbois.pdf",
    }
    assert "elles n’ont pas encore été relues" in (held.paths.reports(WAVE) / "report.html").read_text("utf-8")


def test_what_is_released_is_published_whoever_it_names(built):
    # Were she looked for wrongly, she would be found nowhere at all.
    found = {hit.partition(": ")[2] for hit in built.search(COLLEAGUES)}
    assert found == set(COLLEAGUES)


def test_the_search_finds_each_canary_where_it_was_planted(built):
    # Were a needle searched for wrongly, it would be found nowhere at all.
    texts = [
        text for path in files_below([built.paths.responses(WAVE)]) for text in texts_of(path.name, path.read_bytes())
    ]
    found = {hit.partition(": ")[2] for hit in found_in(texts, NEEDLES)}
    assert found == {name for name in NEEDLES if "abroad" not in name}  # which is another way to write a number
    assert {hit.partition(":")[0].partition(" > ")[0] for hit in found_in(texts, NEEDLES)} == set(EXPORTS)


def test_no_canary_is_in_any_file_that_a_build_leaves(built):
    suffixes = {Path(name).suffix for name in built.texts}
    assert suffixes >= {
        ".pdf",
        ".html",
        ".xlsx",
        ".parquet",
        ".ipynb",
        ".png",
        ".svg",
        ".json",
        ".csv",
        ".sql",
        ".xml",
        ".lock",
    }
    assert built.search(NEEDLES) == []
    assert found_in([("printed", built.printed)], NEEDLES) == []


def test_what_stands_beside_a_canary_reaches_the_report(built):
    hits = built.search({"text": KEPT})
    for name in ("data/processed/2020/lever-1/answers.csv", "reports/2020/report.html", "reports/2020/report.pdf",
                 "reports/2020/tables/workbook.xlsx", "reports/2020/data/answers.csv"):  # fmt: skip
        assert any(hit.startswith(name) for hit in hits), name
    assert any("companions.csv" in hit for hit in built.search({"another answer": ANOTHER}))
    # Nobody's answer was lost for it: each territory has its text, and each export was read.
    answers = (built.paths.processed(WAVE) / "lever-1" / "answers.csv").read_text("utf-8")
    assert answers.count(KEPT) == len(PEOPLE) == len(EXPORTS)


def test_nothing_of_the_machine_is_in_any_file_that_a_build_leaves(built):
    assert built.search(MACHINE) == []


def test_no_time_of_day_is_in_any_file_that_a_build_leaves(built):
    now = re.compile(rf"(?<![0-9])(?:{'|'.join(map(str, built.seconds))})(?![0-9])")
    found = {
        name: found
        for name, texts in built.texts.items()
        if (found := {match[0] for _, text in texts for look in (TIME, now) for match in look.finditer(text)})
    }
    assert {Path(name).name for name in found} <= set(KNOWN_TIMES), found


@pytest.fixture
def said(monkeypatch, capsys):
    """Type a command in this process; return its status and all that it prints."""
    monkeypatch.delenv("STUDY_ROOT", raising=False)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["study", *map(str, arguments)])
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = stop.code or 0
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def test_no_command_says_a_canary(built, said, tmp_path):
    root, page = ["--root", built.paths.root], tmp_path / "page.html"
    export = built.paths.relative(built.paths.responses(WAVE))
    commands = [
        ["check", "--all"], ["--lang", "en", "check", "--json"], ["why", WAVE], ["indicators", WAVE, "--json"], ["audit", WAVE, "--all"],
        *(["check", built.paths.responses(WAVE) / name, "--wave", WAVE, "--html", page] for name in ("kobo.xlsx", "tableau.ods")),
        ["trace", "clauses.count", "--wave", WAVE, "--all"], ["trace", "responses.count", "--wave", WAVE, "--json", "--all"],
        *(["trace", "--cell", f"{export}/{name}:2", "--wave", WAVE, "--all"] for name in ("limesurvey.csv", "kobo.xlsx", "tableau.ods")),
        *(["trace", "--cell", f"{export}/limesurvey.csv:{row}:{column}", "--wave", WAVE, "--json"] for row in (3, 4) for column in ("J", "W", "email")),
    ]  # fmt: skip
    for command in commands:
        status, told = said(*command, *root)
        assert told and status in (0, 1), command
        assert found_in([(" ".join(map(str, command)), told)], NEEDLES) == []
        if page.is_file():
            assert found_in(texts_of("page", page.read_bytes()), NEEDLES) == []
            page.unlink()


def test_a_look_at_texts_that_nobody_has_read_quotes_none(make_study, said, tmp_path):
    paths, page = make_study(), tmp_path / "page.html"
    plant(paths)
    for command in (["check", "--all", "--html", page], ["--lang", "en", "check", "--json"], ["indicators", WAVE]):
        status, told = said(*command, "--root", paths.root)
        assert told and status in (0, 1), command
        assert found_in([(" ".join(map(str, command)), told)], COLLEAGUES | NEEDLES) == []
    assert found_in(texts_of("page", page.read_bytes()), COLLEAGUES | NEEDLES) == []
    assert "textes sont retenus" in page.read_text("utf-8")


def _swapped(column, text):
    """The LimeSurvey export with another text in a column of its second response."""
    heading, *rows = EXPORTS["limesurvey.csv"]().decode("utf-8-sig").splitlines()
    cells = rows[1].split('";"')
    cells[LIMESURVEY.index(column)] = text
    return "\r\n".join([heading, rows[0], '";"'.join(cells), *rows[2:]])


_WHO = PEOPLE["arbois"]
BROKEN = {
    "respondent-near": _swapped("territory", f"Métropole d’Arboi ({_WHO.first})"),
    "row-length": _swapped("scheme", f'oui";"{_WHO.email}'),
    "respondent-nameless": _swapped("territory", ""),
    "no-heading-row": "\r\n".join(_swapped("scheme", "oui").splitlines()[2:]),
    "heading-of-no-question": _swapped("scheme", "oui").replace('"seed"', f'"Réponse de {_WHO.email} {_WHO.phone}"', 1),
}


@pytest.mark.parametrize("code", BROKEN)
def test_no_error_quotes_a_canary(code, make_study, said):
    paths = make_study()
    plant(paths, exports=())
    (paths.responses(WAVE) / "export.csv").write_text(BROKEN[code], "utf-8")
    needles = {name: needle for name, needle in NEEDLES.items() if name.startswith("arbois")}
    status, told = said("check", "--json", "--root", paths.root)
    assert status == 1 and f'"{code}"' in told
    assert found_in([("check", told)], needles) == []


@pytest.mark.parametrize("name", [f"enquete_{_WHO.last.lower()}.csv", f"retour {_WHO.email}.csv"])
def test_a_file_called_after_somebody_builds_nothing(name, make_study, said):
    # Its name is that of an input: it is printed in the annex of the checksums, and wherever an answer is traced.
    paths = make_study()
    plant(paths, exports=())
    (paths.responses(WAVE) / name).write_bytes(EXPORTS["limesurvey.csv"]())
    status, told = said("--lang", "en", "report", WAVE, "--root", paths.root)
    assert status == 1 and "The name of this file, or of its sheet, says who somebody is." in " ".join(told.split())
    assert files_below([paths.root / "data" / "processed", paths.root / "reports"]) == []


def test_a_seal_shows_no_row_that_respondents_sent(make_study, commit, said):
    paths = make_study()
    plant(paths, exports=["limesurvey.csv"])
    assert said("seal", "--root", paths.root)[0] == 0
    commit(paths.root)
    path = paths.responses(WAVE) / "limesurvey.csv"
    path.write_bytes(path.read_bytes().replace(b"1200000", b"1300000"))
    status, told = said("seal", "--root", paths.root)
    assert status == 0 and "limesurvey.csv" in told
    assert found_in([("seal", told)], NEEDLES) == []
