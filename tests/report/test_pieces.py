"""Figures and tables as files, known by the beginning of their hash."""

import base64
import csv
import hashlib
import io

from study.base.marks import marked
from study.blocks.model import table
from study.report.pieces import csv_bytes, files_of, short_hash, table_csv


def test_a_table_is_words_alone_and_no_formula(bound_notebook, figure):
    rows = [["=1+1", {"text": marked("6", "a.count"), "tone": "yes"}]]
    block = table("t", "T", [{"label": "a"}, {"label": "b"}], rows).data
    assert list(csv.reader(io.StringIO(table_csv(block).decode()))) == [["a", "b"], ["'=1+1", "6"]]
    files = files_of(bound_notebook(block, figure))
    assert sorted(files) == [f"figures/lever-1-bars.{end}" for end in ("csv", "png", "svg")] + ["tables/t.csv"]
    assert files["figures/lever-1-bars.png"] == base64.b64decode(figure["png"])


def test_the_hash_is_the_beginning_of_the_files(figure):
    assert short_hash(figure) == hashlib.sha256(figure["svg"].encode()).hexdigest()[:8]
    block = table("t", "T", [{"label": "a"}], [["x"]]).data
    assert short_hash(block) == hashlib.sha256(table_csv(block)).hexdigest()[:8]


def test_rows_end_as_on_every_machine():
    assert csv_bytes([["é", "b,c"]]) == 'é,"b,c"\n'.encode()
