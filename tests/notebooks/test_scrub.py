import copy
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output

import study
from study.notebooks.scrub import scrub

ROOT = Path("/srv/studies/ess & co")


def executed(text, **run):
    """Return a notebook as papermill leaves it."""
    outputs = [
        new_output("stream", name="stdout", text=text),
        new_output(
            "display_data", {"text/plain": text, "image/png": text, "application/vnd.study.block+json": {"t": [text]}}
        ),
        new_output("error", ename="ValueError", evalue=text, traceback=[text]),
    ]
    cell = new_code_cell("x = 1", id="c0", outputs=outputs, execution_count=1)
    cell.metadata = from_dict(
        {
            "tags": [],
            "execution": {"iopub.status.busy": "2026-01-01T00:00:00"},
            "papermill": {"duration": run.get("seconds", 0.5), "start_time": "2026", "status": "completed"},
        }
    )
    injected = new_code_cell("lever = 2", metadata={"tags": ["injected-parameters"]})
    notebook = new_notebook(cells=[injected, cell])
    notebook.metadata = from_dict(
        {
            "title": "kept",
            "widgets": {"random": 1},
            "language_info": {"name": "python", "version": run.get("version", "3.11.1")},
            "papermill": {"parameters": {"lever": 2}, "duration": 2.0, "input_path": "/x", "version": "2"},
        }
    )
    return notebook


def printed(text, root=ROOT):
    return scrub(executed(text), root)[0].cells[1].outputs[0].text


def test_two_runs_that_differ_in_timings_ids_and_versions_scrub_to_the_same():
    one, other = executed("x", seconds=0.1, version="3.11.1"), executed("x", seconds=9.9, version="3.12.9")
    assert one != other
    assert scrub(one, ROOT)[0] == scrub(other, ROOT)[0]


def test_the_parameters_stay_and_the_timings_come_out_as_the_log():
    notebook = executed("x")
    before = copy.deepcopy(notebook)
    scrubbed, log = scrub(notebook, ROOT)
    assert log == {"seconds": 2.0, "cells": [{"cell": "c0", "seconds": 0.5}]}
    assert scrubbed.cells[0].id == "injected-parameters"
    assert scrubbed.metadata.papermill == {"parameters": {"lever": 2}}
    assert scrubbed.metadata.title == "kept"
    assert notebook == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"in {ROOT}/data/x.csv", "in ./data/x.csv"),
        (f"'{ROOT}'.", "'.'."),
        (f"<b>{ROOT}</b>", "<b>.</b>"),
        (f"file://{ROOT}/x", "file://./x"),
        ("/srv/studies/ess%20%26%20co/x", "./x"),
        ("/srv/studies/ess &amp; co/x", "./x"),
        (f"\x1b[32m{ROOT}/x.py\x1b[0m:3", "\x1b[32m./x.py\x1b[0m:3"),
        ("<Line2D at 0x7f3a2b>", "<Line2D at 0x…>"),
        ("/var/tmp/ipykernel_4242/123.py:1: UserWarning", "cell-123.py:1: UserWarning"),
        (f"{Path(study.__file__).parent}/base/text.py:3", "study/base/text.py:3"),
        (f"{Path(pytest.__file__).parent}/x.py", "<packages>/pytest/x.py"),
        (f"{Path(copy.__file__)}", "<python>/copy.py"),
        (f"{Path.home()}/other", "~/other"),
    ],
)
def test_what_names_the_machine_is_replaced(text, expected):
    assert printed(text) == expected


@pytest.mark.parametrize(
    "text", [f"{ROOT}-2/x", f"{ROOT}mpany", f"{ROOT}.bak", f"/mnt{ROOT}", f"~{ROOT}", "look at 0 x", "study/x"]
)
def test_what_only_resembles_it_stays(text):
    assert printed(text) == text


def test_every_text_of_an_output_is_cleaned_and_no_image():
    stream, display, error = scrub(executed(f"{ROOT}/x"), ROOT)[0].cells[1].outputs
    assert (stream.text, display.data["text/plain"]) == ("./x", "./x")
    assert display.data["application/vnd.study.block+json"] == {"t": ["./x"]}
    assert (error.evalue, error.traceback) == ("./x", ["./x"])
    assert display.data["image/png"] == f"{ROOT}/x"


def test_an_environment_inside_the_study_folder_is_named_as_one_outside(monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(ROOT / ".venv"))
    assert printed(f"{ROOT}/.venv/bin/x and {ROOT}/data") == "<environment>/bin/x and ./data"


pieces = st.sampled_from(
    [str(ROOT), str(Path.home()), "/", "~", "at 0x7f", "study", "x", ".", " ", "-2", "\x1b[0m", "/a/ipykernel_1/2.py"]
)


@settings(max_examples=60)
@given(st.lists(pieces, max_size=8).map("".join))
def test_scrubbing_twice_changes_nothing_more(text):
    once, _ = scrub(executed(text), ROOT)
    assert scrub(once, ROOT) == (once, {})
