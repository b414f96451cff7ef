"""What every room's tests share: a small study of our own in a folder of its own, sealed, ready to be broken."""

import ast
import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from hypothesis import settings
from nbformat import NotebookNode
from nbformat.v4 import new_output

from study import __version__
from study.answers.clean import clean
from study.archive.record import NAME, Edition, EditionFile, Package, SourceFile, manifest_text
from study.base.errors import Problem
from study.base.files import sha256_hex, table_bytes
from study.base.layout import MANIFEST, ROOT_VARIABLE, StudyPaths
from study.base.show import render
from study.editions.sources import sources_of
from study.indicators.wave import wave_indicators
from study.intake import checksums
from study.intake.inputs import load_inputs
from study.intake.wave import load_wave
from study.pipeline.digest import PACKAGE, package_digest
from study.report.manifest import write_folder

from .made_problems import MADE, unsaid

# No test asserts a time: a machine may be busy. A change is held to the same examples wherever it is tried, so that what
# fails is its fault; `make test-long` draws others, and more (docs/reliability.md).
settings.register_profile("change", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("campaign", deadline=None, max_examples=600, print_blob=True)
settings.load_profile("change")

SMALL_STUDY = Path(__file__).parent / "fixtures" / "small_study"
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

REPORT = {"report.pdf": b"%PDF-1.7 \xff", "numbers.csv": b"key,value\na,1\n", "figures/départ.svg": b"<svg/>"}
Git = Callable[..., str]


@pytest.fixture
def not_said() -> Callable[[Problem], list[str]]:
    """`not_said(problem)`: what is missing from a problem as it is shown."""
    return unsaid


@pytest.fixture(autouse=True)
def problems_say_what_they_are() -> Iterator[None]:
    """Whatever problem a test makes is read in both languages: tests/test_error_classes.py finds those that none makes."""
    yield
    wrong = {type(problem).__name__: said for problem in MADE if (said := unsaid(problem))}
    MADE.clear()
    assert wrong == {}


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`made_once(name, make)`: a folder that `make` fills once for all processes of a test run; nobody changes it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def get(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / f"once-{name}", shared / f"once-{name}.done"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return get


# What a file becomes: its whole content, None to remove it, or a function from its text to another one.
Content = str | bytes | None | Callable[[str], str]
MakeStudy = Callable[..., StudyPaths]


def change(paths: StudyPaths, name: str, content: Content) -> Path:
    """Change one file of a study (named from its root) and return its path."""
    path = paths.root / name
    if content is None:
        path.unlink()
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content = content(path.read_text(encoding="utf-8"))
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.fixture
def make_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeStudy:
    """A factory: `make_study({"data/raw/frame.csv": …}, sealed=True)` copies the small study, changes files, seals it.

    Three territories (arbois, belleville, cassis), lever 0 (governance) and lever 1 (purchasing), one wave, 2020.
    """
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    made = 0

    def make(files: Mapping[str, Content] | None = None, *, sealed: bool = True) -> StudyPaths:
        nonlocal made
        made += 1
        paths = StudyPaths(tmp_path / (f"study-{made}" if made > 1 else "study"))
        shutil.copytree(SMALL_STUDY, paths.root)
        for name, content in (files or {}).items():
            change(paths, name, content)
        if sealed:
            paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
        return paths

    return make


@pytest.fixture
def small_study(make_study: MakeStudy) -> StudyPaths:
    """The small study as it is, valid and sealed."""
    return make_study()


@pytest.fixture
def study_with_notebooks(small_study: StudyPaths) -> StudyPaths:
    """The small study with the repository's notebooks, sealed: a report can be built from it."""
    shutil.copytree(NOTEBOOKS, small_study.notebooks, ignore=shutil.ignore_patterns(".*"))
    return small_study


def _shown(value: object) -> dict[str, Any]:
    if hasattr(value, "_repr_mimebundle_"):
        return dict(value._repr_mimebundle_())
    return {"text/plain": repr(value)}


def play(paths: StudyPaths, stem: str, name: str, parameters: Mapping[str, Any]) -> Path:
    """Run a notebook's cells in this process, without a kernel, and store the copy where the pipeline would."""
    notebook: NotebookNode = nbformat.read(paths.notebooks / f"{stem}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, stem, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        if last is not None and (value := eval(compile(ast.Expression(last.value), stem, "eval"), names)) is not None:
            cell.outputs = [new_output("execute_result", data=_shown(value), execution_count=1)]
    notebook.metadata["papermill"] = {"parameters": dict(parameters)}
    copy = paths.processed(parameters["wave"]) / "notebooks" / f"{name}.ipynb"
    copy.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, copy)
    return copy


@pytest.fixture
def play_notebook(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """`play_notebook(paths, stem, name, parameters)`: run one notebook in this process; returns the executed copy."""

    def run(paths: StudyPaths, stem: str, name: str, parameters: Mapping[str, Any]) -> Path:
        with monkeypatch.context() as patch:
            patch.setenv(ROOT_VARIABLE, str(paths.root))
            return play(paths, stem, name, parameters)

    return run


@pytest.fixture
def played(play_notebook: Callable[..., Path]) -> Callable[..., tuple[list[Path], list[Path]]]:
    """A function: run all notebooks of a study's wave 2020 in this process (seconds instead of a minute).

    It returns the executed copies, and the tables that they left for the report, in the pipeline's order.
    """

    def run(paths: StudyPaths, lang: str = "fr") -> tuple[list[Path], list[Path]]:
        wave = {"wave": "2020", "lang": lang}
        executed = [play_notebook(paths, "1_clean", "1_clean", wave)]
        executed += [play_notebook(paths, "2_lever", f"2_lever-{lever}", {**wave, "lever": lever}) for lever in (0, 1)]
        executed += [play_notebook(paths, stem, stem, wave) for stem in ("3_overview", "4_replication")]
        folders = ("clean", "lever-0", "lever-1", "overview", "replication")
        tables = ("indicators.csv", "numbers.csv")
        return executed, [paths.processed("2020") / folder / table for folder in folders for table in tables]

    return run


@pytest.fixture
def said() -> Callable[[Problem, str], str]:
    """The screen that a problem makes in a language, on one line, every kind of space a plain one."""
    return lambda problem, lang: " ".join(render([problem], lang).split())


@pytest.fixture
def git() -> Git:
    """`git(folder, *arguments)`: run git there and return what it prints."""
    if shutil.which("git") is None:
        pytest.skip("git is not there")

    def run(folder: Path, *arguments: str) -> str:
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(folder), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture
def commit(git: Git) -> Callable[[Path], None]:
    """`commit(folder)`: commit everything there, in a new repository if there is none."""

    def run(folder: Path) -> None:
        if not (folder / ".git").exists():
            git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x")

    return run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two files, with what Python leaves beside them, in a folder with a lock."""
    folder = tmp_path / "tool" / "src" / "study"
    for name, content in {
        "src/study/__init__.py": "",
        "src/study/room/a.py": "A = 1\n",
        "src/study/__pycache__/a.pyc": "x",
        "requirements.lock": "tool==1\n",
        ".gitignore": "__pycache__/\n",
    }.items():
        (tmp_path / "tool" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tool" / name).write_text(content, "utf-8")
    return folder


@pytest.fixture
def committed_study(small_study: StudyPaths, package: Path, commit: Callable[[Path], None]) -> StudyPaths:
    """The small study with a notebook, a lock and a report of 2020; it and the package are committed, not the report."""
    small_study.notebooks.mkdir()
    (small_study.notebooks / "1_clean.ipynb").write_text("{}\n", "utf-8")
    (small_study.root / "requirements.lock").write_text("a==1\n", "utf-8")
    (small_study.root / ".gitignore").write_text("reports/*\n!reports/published/\n", "utf-8")
    write_folder(small_study.reports("2020"), REPORT)
    commit(small_study.root)
    commit(package.parents[1])
    return small_study


# Two waves, of which one may be published, and what may have changed since: for whatever compares editions.

LEVER = "data/raw/questionnaire/lever-1.yaml"
EVIDENCE = "data/raw/evidence/evidence.csv"

# Known only later, of the past; an event since; an answer to a question that the edition did not ask.
FOUND_SINCE = "E100,cassis,1,scheme,yes,2018,year,,S001,high,Found since,Trouvé depuis\n"
HAPPENED = "E101,belleville,1,scheme,yes,2022-05,month,,S001,high,Adopted,Adopté\n"
OF_NEW_QUESTION = "E102,arbois,1,awards,yes,2019,year,,S001,high,An award,Un prix\n"
NEW_QUESTION = """  - question: awards
    type: yes_no
    core: true
    label: {fr: Prix décernés, en: Awards given}
    wording: {fr: Décernez-vous des prix ?, en: Do you give awards?}
    validity: {kind: permanent}
    indicators: [count, intensity]
"""


def later_questionnaire(text):
    """The questionnaire with a question more, and with clauses that no longer lapse."""
    clauses = "    wording: {fr: Utilisez-vous des clauses sociales ?, en: Do you use social clauses?}\n"
    assert clauses in text
    return text.replace(clauses, clauses + "    validity: {kind: permanent}\n") + NEW_QUESTION


def edit(paths, name, change):
    path = paths.root / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def seal(paths):
    paths.checksums.write_text(checksums.written(checksums.current(paths)), "utf-8")


_COMPUTED: dict[tuple[str, str], bytes] = {}


def indicators_csv(paths, wave):
    """The indicators of a wave as the report writes them; inputs of the same content are computed once."""
    known = (wave, checksums.written(checksums.current(paths)))
    if known not in _COMPUTED:
        inputs = load_inputs(paths, wave, sealed=False)
        _COMPUTED[known] = table_bytes(wave_indicators(inputs, clean(inputs), inputs.study.levers))
    return _COMPUTED[known]


def numbers_csv(rows):
    """A ledger of (key, value, indicator)."""
    lines = [f"{key},{value},territories,0,{value},{value},{indicator},2020" for key, value, indicator in rows]
    return ("key,value,unit,decimals,text_fr,text_en,indicator,wave\n" + "\n".join(lines) + "\n").encode()


def freeze(paths, name, files=None, package=PACKAGE):
    """Publish a wave without building it: the files given, and the record of what they rest on."""
    wave, _ = load_wave(paths, name)
    found = sources_of(paths, wave, package)

    def named(sources):
        return tuple(SourceFile(path=s.path, blob=s.blob, sha256=s.sha256) for s in sources)

    files = {"indicators.csv": indicators_csv(paths, name), "numbers.csv": numbers_csv([])} | (files or {})
    edition = Edition(
        wave=name,
        reference_date=wave.reference_date,
        publication_date=wave.publication_date,
        package=Package(version=__version__, digest=package_digest(package)),
        inputs=named(found.inputs),
        code=named(found.code),
        lock=named(found.lock),
        files=tuple(EditionFile(path=n, sha256=sha256_hex(c), size=len(c)) for n, c in sorted(files.items())),
    )
    files = files | {NAME: edition.text().encode()}
    files[MANIFEST] = manifest_text({n: sha256_hex(c) for n, c in files.items()}).encode()
    folder = paths.published(name)
    shutil.rmtree(folder, ignore_errors=True)
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    return edition


# A code of another time: it counts who ever said yes by then, and knows nothing of lapses. It is called as ours is.
CODE_THEN = """import csv, json, pathlib, re, sys
_, command, wave, option, root, as_json = sys.argv
assert (command, option, as_json) == ("indicators", "--root", "--json")
raw = pathlib.Path(root) / "data" / "raw"
if REFUSES and "awards" in (raw / "questionnaire" / "lever-1.yaml").read_text("utf-8"):
    sys.exit("I know no awards")
year = re.search(r"reference_date: (....)", (raw / "waves" / wave / "wave.yaml").read_text("utf-8"))[1]
rows = list(csv.DictReader((raw / "evidence" / "evidence.csv").open(encoding="utf-8")))
def yes(question):
    mine = [row for row in rows if row["question"] == question and row["answer"] == "yes" and row["as_of"][:4] <= year]
    return len({row["territory"] for row in mine if row["confidence"] != "withdrawn"})
def row(question):
    return {"lever": 1, "indicator": question + ".count", "territory": "", "value": yes(question), "unit": "territories",
            "numerator": yes(question), "base": 3}
print(json.dumps([row("scheme"), row("clauses")]))
"""
# What that code gives for the edition, in the columns of indicators.csv that are read.
THEN_CSV = b"""lever,indicator,territory,value,unit,numerator,base
1,scheme.count,,1,territories,1,3
1,clauses.count,,3,territories,3,3
"""


@pytest.fixture
def edition_kit(commit: Callable[[Path], None]) -> SimpleNamespace:
    """The pieces above by name, and `other_code(paths, refuses)`: wave 2020 as other code computed it, published."""

    def other_code(paths, *, refuses=False):
        package = paths.root / "src" / "study"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("", "utf-8")
        (package / "__main__.py").write_text(f"REFUSES = {refuses}\n{CODE_THEN}", "utf-8")
        freeze(paths, "2020", {"indicators.csv": THEN_CSV}, package)
        commit(paths.root)
        shutil.rmtree(package.parent)

    return SimpleNamespace(
        edit=edit, seal=seal, freeze=freeze, numbers_csv=numbers_csv, later_questionnaire=later_questionnaire,
        other_code=other_code, evidence=EVIDENCE, lever=LEVER, found_since=FOUND_SINCE, happened=HAPPENED,
        of_new_question=OF_NEW_QUESTION, new_question=NEW_QUESTION,
    )  # fmt: skip


@pytest.fixture
def two_waves(make_study: MakeStudy) -> StudyPaths:
    """The small study with two real waves, 2020 and 2027; a lock; nothing is published."""
    real = {"data/raw/waves/2020/wave.yaml": lambda text: text.replace("fictitious: true", "fictitious: false")}
    paths = make_study(real)
    text = paths.wave_yaml("2020").read_text("utf-8").replace('wave: "2020"', 'wave: "2027"')
    paths.wave_folder("2027").mkdir()
    paths.wave_yaml("2027").write_text(text.replace("2020-12-31", "2027-12-31"), "utf-8")
    shutil.copy(paths.claims("2020"), paths.claims("2027"))
    (paths.root / "requirements.lock").write_text("a==1 \\\n    --hash=sha256:0\nb==2\n", "utf-8")
    seal(paths)
    return paths
