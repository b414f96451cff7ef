"""What holds for the repository as a whole: what is stored, how it is written, what is tested."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from study.archive.record import edition_intact, list_editions
from study.base.layout import StudyPaths
from study.intake.checksums import verify

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "study"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOCKS = sorted(ROOT.glob("*.lock"))

# Modules without a test file of their own, and why.
UNTESTED = {
    "__init__": "the version",
    "__main__": "calls study.cli.main: tests/cli/test_app.py runs it as a process",
    "archive/problems": "one class per problem: tests/archive/test_record.py and test_recover.py make each",
    "recount/files": "what the script reads: tests/recount/test_script.py and test_run.py run it",
    "recount/problems": "one class per problem: tests/cli/test_audit.py makes each",
    "recount/questionnaire": "the codebook as tables: tests/recount/test_script.py and test_run.py run them",
    "trail/answers": "a branch of the tree: tests/trail/test_tree.py reads it",
    "trail/branches": "what every branch is made with: tests/trail/test_tree.py and test_cells.py read them",
    "trail/fed": "what a cell is: tests/trail/test_cells.py reads it",
    "trail/formulas": "tests/trail/test_definitions.py reads them with the definitions",
    "trail/inputs": "a branch of the tree: tests/trail/test_tree.py reads it",
    "trail/node": "a value; every tree's tests read it",
    "trail/phrases": "texts: tests/trail/test_definitions.py fills each",
    "trail/problems": "one class per problem: tests/cli/test_trace.py makes each",
    "trail/words": "texts: tests/trail/test_definitions.py and test_tree.py read them",
    "base/errors": "values without behaviour of their own; every test of a problem reads them",
    "base/junk": "a list: tests/intake/test_checksums.py and tests/exports/test_folder.py hold files against it",
    "bulk/problems": "one class per problem: the tests of the room make them",
    "bulk/changes": "lines as the ordinary way writes them: tests/bulk/test_survey.py holds both against each other",
    "bulk/collect": "takes in batches: tests/bulk/test_survey.py reads every respondent's answers from it",
    "bulk/measures": "from counts to measures: tests/bulk/test_survey.py, against the ordinary ones and by hand",
    "bulk/states": "texts understood once: tests/bulk/test_survey.py, against the ordinary reading",
    "codebook/model": "the schema: tests/codebook/test_load.py loads it, test_check.py breaks it",
    "codebook/problems": "one class per problem: tests/codebook/test_check.py makes each",
    "exports/grid": "values; doctests count the letters of columns, and every reader's tests read it",
    "exports/settings": "the schema: tests/intake/test_wave.py breaks it",
    "forms/form_problems": "one class per problem: the tests of the readers make each",
    "forms/import_notes": "one class per note: tests/forms/test_adopt.py and those of the readers make each",
    "forms/imported": "values without behaviour of their own; every reader's tests make them",
    "intake/answer_problems": "one class per problem: tests/intake/test_references.py makes each",
    "layouts/heading_problems": "one class per problem: the tests of the room make each",
    "layouts/layout": "values without behaviour of their own; every flavour's tests make them",
    "scaffold/wave_notes": "texts: tests/scaffold/test_wave.py reads the files that hold them",
    "survey/release_problems": "one class per problem: tests/survey/test_release.py and intake/test_unread.py make each",
    "scaffold/wave_problems": "one class per problem: tests/scaffold/test_wave.py makes each",
    "sheets/problems": "one class per problem: tests/sheets/test_material.py, test_paper.py, test_build.py make each",
    "sheets/rows": "the greater part of a sheet: tests/sheets/test_content.py reads each kind of row",
    "survey/response_problems": "one class per problem: tests/survey/test_matching.py and test_responses.py make each",
    "provenance/about": "a report in words: tests/provenance/test_ddi.py and test_datapackage.py read them",
    "provenance/schema": "tests/provenance/test_datapackage.py holds its fields against the data and the standard",
    "provenance/steps": "tests/provenance/test_crate.py reads each step",
    "provenance/words": "texts: tests/provenance/test_ddi.py and test_codebook.py read them",
    "pipeline/cluster_problems": "one class per problem: tests/pipeline/test_cluster.py and test_executor.py make each",
    "verify/problems": "one class: tests/cli/test_verify.py makes it",
    "editions/problems": "one class per problem: the tests of the room make each",
    "intake/frame_problems": "one class per problem: tests/intake/test_frame.py makes each",
    "intake/problems": "one class per problem: the tests of the readers make each",
    "intake/seal_problems": "one class per problem: tests/intake/test_seal.py and test_checksums.py make each",
}


def name_of(path):
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def tracked():
    """The files under version control; where there is no git, the files of the folders that hold them."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
        return [path for path in paths if path.is_file()]
    folders = ("src", "tests", "notebooks", "docs", "data/raw")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in (*ROOT.iterdir(), *inside) if path.is_file()]


def test_there_is_something_to_look_at():
    assert len(MODULES) > 50 and len(NOTEBOOKS) == 5 and len(LOCKS) == 5 and len(tracked()) > 100


def test_no_process_runs_python_between_its_fork_and_its_program():
    """Threads of ours may hold a lock that is then held for ever: the child waits for it, and we for the child."""
    unsafe = "preexec" + "_fn"
    assert [path.name for path in tracked() if path.suffix == ".py" and unsafe in path.read_text("utf-8")] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_hold_no_address_and_every_requirement_has_hashes(lock):
    text = lock.read_text("utf-8")
    assert not re.search(r"://|--(?:index|extra-index|find-links|trusted)|^-[if]\s|@ ", text, flags=re.M)
    requirements = re.split(r"\n(?=[\w\[])", "\n" + text.replace("\\\n", " "))
    requirements = [item for item in requirements if re.match(r"[A-Za-z]", item)]
    assert requirements
    for item in requirements:
        assert re.match(r"[A-Za-z0-9._\-\[\],]+==[^\s;]+", item), item
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", item), item


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_bare_and_define_nothing(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1 and tagged[0].cell_type == "code"
    assert notebook.cells[0].cell_type == "markdown"
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "years"}, cell.id
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.id
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}, cell.id
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}


def test_nothing_in_the_package_imports_a_notebook_or_names_the_study():
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*(?:from|import) notebooks\b", text, flags=re.M), path


FOLDERS_OF_A_MACHINE = (b"home", b"Users", b"root", b"tmp", b"work", b"mnt", b"private", b"var/folders")
WORDS_OF_A_MACHINE = (*(b"/" + folder + b"/" for folder in FOLDERS_OF_A_MACHINE), b":\\Users", b":\\\\Users")


def test_no_tracked_file_names_a_folder_of_a_machine():
    folders = b"|".join(FOLDERS_OF_A_MACHINE)
    machine = re.compile(rb"(?<![\w/.:-])/(?:" + folders + rb")/[\w.~-]+|[A-Za-z]:\\\\?Users")
    assert machine.search(b"in /home/me/x") and machine.search(rb"C:\Users") and machine.search(rb"C:\\Users")
    found = []
    for path in tracked():
        if path.suffix in (".png", ".ttf", ".otf") or path == Path(__file__):
            continue
        content = path.read_bytes()
        # Editions are a hundred megabytes: the pattern is asked only where one of its words stands.
        if any(word in content for word in WORDS_OF_A_MACHINE):
            found += [(path.relative_to(ROOT).as_posix(), hit.group()) for hit in machine.finditer(content)]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short_and_open_with_what_they_promise(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    assert ast.get_docstring(ast.parse(text)), "a module opens with its docstring"


def test_every_module_has_its_test_file():
    rooms = [path for path in MODULES if not (path.name == "__init__.py" and path.parent != PACKAGE)]
    without = {
        name_of(path)
        for path in rooms
        if not (ROOT / "tests" / path.relative_to(PACKAGE).with_name(f"test_{path.name}")).is_file()
    }
    assert without - set(UNTESTED) == set(), "write a test file, or say in UNTESTED why there is none"
    assert set(UNTESTED) - without == set(), "these have a test file, or are gone"


def test_every_test_file_is_about_a_module():
    about = {path.relative_to(PACKAGE).with_name(f"test_{path.name}").as_posix() for path in MODULES}
    # The repository; what all figures promise; the page in a browser, and its colours; states against the golden table;
    # the committed wave's own numbers; what goes through several rooms (new types of question, an open survey, the round
    # trip and who fills it in, the guide, hostile files of every kind); the audits of docs/audit/; builds that are
    # killed, hindered, elsewhere.
    others = {
        "answers/test_types.py",
        "audit/test_core.py",
        "audit/test_document.py",
        "audit/test_environments.py",
        "audit/test_licences.py",
        "audit/test_locks.py",
        "audit/test_mutation.py",
        "audit/test_sbom.py",
        "bulk/test_memory.py",
        "chapters/test_keys.py",
        "fielding/test_kobo_filler.py",
        "fielding/test_limesurvey_filler.py",
        "fielding/test_round_trip.py",
        "hostile/test_bounds.py",
        "hostile/test_corpus.py",
        "hostile/test_injection.py",
        "hostile/test_mutations.py",
        "hostile/test_typst_confined.py",
        "recount/test_tamper.py",
        "report/test_page_browser.py",
        "report/test_page_colours.py",
        "report/test_panels_browser.py",
        "survey/test_samples.py",
        "trail/test_tamper.py",
        "test_example_wave.py",
        "test_guide.py",
        "test_hostile_pages.py",
        "test_open_survey.py",
        "test_repository.py",
        "test_same_bytes.py",
        "test_architecture.py",
        "test_commands.py",
        "test_error_classes.py",
        "another_study/test_shops.py",
        "faults/test_elsewhere.py",
        "faults/test_killed.py",
        "faults/test_meanwhile.py",
        "faults/test_no_room.py",
        "figures/test_same_bytes.py",
        "golden/test_golden.py",
        "test_national.py",
        "test_no_leak.py",
        "test_report_2019.py",
        "test_report_on_cluster.py",
        "test_two_languages.py",
        "test_verified_edition.py",
        "verify/test_whole.py",
    }
    found = {path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert found - about - others == set()


def test_the_raw_files_are_those_that_were_sealed():
    assert verify(StudyPaths(ROOT)) == []


def test_the_published_editions_are_there_and_whole():
    paths = StudyPaths(ROOT)
    assert list_editions(paths) == ["2019", "2021", "2025"]
    assert [problem for wave in list_editions(paths) for problem in edition_intact(paths, wave)] == []
