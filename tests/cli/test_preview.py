"""A new PDF at each save, what is wrong told, and an end without leftovers; as a process: test_build.py."""

import io
import tempfile

import pypdf
import pytest

from study.base.errors import Place, StudyError
from study.base.files import NotWritable
from study.cli import preview


@pytest.fixture
def writer(study_with_notebooks, played, study, monkeypatch, tmp_path):
    """`writer(edit, …)`: preview while somebody does these edits one after the other, then Ctrl-C: output, PDFs."""
    paths = study_with_notebooks
    played(paths)
    monkeypatch.setattr(preview, "bring_up_to_date", lambda *given: None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def run(*edits):
        todo, printed = list(edits), []

        def sleep(_):
            printed.append(paths.preview("2020").read_bytes())
            if not todo:
                raise KeyboardInterrupt
            todo.pop(0)(paths)

        monkeypatch.setattr(preview.time, "sleep", sleep)
        status, out, err = study("preview", "2020", "--root", paths.root)
        assert (status, err) == (0, "") and not list(tmp_path.glob("study-*"))
        return out, printed

    return run


def text(paths):
    return paths.commentary("2020", "fr") / "lever-1.md"


def added(words):
    def edit(paths):
        text(paths).write_text(f"{words}\n", "utf-8")  # the file is a new one at first

    return edit


def words_of(pdf):
    return " ".join("".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_each_save_gives_a_new_pdf_and_nothing_else_changes(writer, study_with_notebooks, snapshot):
    before = snapshot(study_with_notebooks.root)
    out, (first, again, edited) = writer(lambda paths: None, added("Une phrase neuve."))
    assert first == again and "Une phrase neuve." in words_of(edited) and "neuve" not in words_of(first)
    assert out.count("✓ data/processed/2020/preview.pdf") == 2 and "Ctrl-C" in out
    after = snapshot(study_with_notebooks.root)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"data/processed/2020/preview.pdf", "data/raw/waves/2020/commentary/fr/lever-1.md"}


def test_a_mistake_is_told_with_its_line_and_leaves_the_preview(writer, one_line):
    out, (first, wrong, mended) = writer(added("Il y en a 12."), lambda paths: text(paths).unlink())
    assert first == wrong == mended and out.count("✓") == 2
    assert one_line(out).count("« 12 »") == 1 and "lever-1.md, ligne" in one_line(out)


def test_numbers_that_no_longer_fit_their_inputs_are_told(writer, one_line):
    def later(paths):
        paths.evidence.write_text(paths.evidence.read_text("utf-8").replace("2020-01", "2020-02"), "utf-8")

    out, (first, same) = writer(later)
    assert first == same  # no notebook has been run
    assert "2020/1_clean" in one_line(out) and "study report" in out


def test_what_cannot_be_brought_up_to_date_keeps_nobody_from_writing_unless_there_is_nothing_to_show(
    writer, study_with_notebooks, study, monkeypatch, one_line
):
    def refuse(*given):
        raise StudyError([NotWritable(Place("data/raw"), details={"cause": "essai"})])

    monkeypatch.setattr(preview, "bring_up_to_date", refuse)
    out, (printed,) = writer()
    assert "essai" in out and printed.startswith(b"%PDF")
    (study_with_notebooks.processed("2020") / "notebooks" / "1_clean.ipynb").unlink()
    status, _, err = study("preview", "2020", "--root", study_with_notebooks.root)
    assert status == 1 and "essai" in err
