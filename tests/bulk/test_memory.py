"""A file larger than the memory allowed is streamed, with the results of one without a limit."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "docs" / "bench"
SCRIPT = """
import hashlib, json, resource, sys
from pathlib import Path
from study.base.layout import StudyPaths
from study.bulk.survey import read_large
from study.codebook.load import load_study
from study.exports.settings import SurveySettings
from study.survey.release import all_released
root, path, spare, block = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
study = load_study(StudyPaths(root))
def read(file):
    # Released: a text that is held back is dropped before it takes any room.
    settings = SurveySettings(released=all_released([file], study))
    survey = read_large([(file, file.name)], study, settings, block_bytes=block)
    table = survey.measures("2024", study.levers, by_territory=True)
    return table, survey
read(root / "small.csv")  # what is imported late, and the threads
if spare:
    used = int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData")).split()[1])
    limit = used * 1024 + spare
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        bytearray(2 * spare)
    except MemoryError:
        pass
    else:
        raise SystemExit("no limit")
table, survey = read(path)
log = survey.collected.changes.log(study)
print(json.dumps([hashlib.sha256(t.to_csv(index=False).encode()).hexdigest() for t in (table, log)] + [survey.collected.fates["counted"]]))
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    root = tmp_path_factory.mktemp("large") / "study"
    # Long texts make a file large at the cost of few rows.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\nimport pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq\n"
        "import pyarrow.compute as c\nimport large_file as made\n"
        "root = Path(sys.argv[2]); made.make_study(root); made.make_file(root / 'small.csv', 2_000)\n"
        "names = made.headings(); at = names.index('te0')\n"
        "schema = pa.schema([(name, pa.string()) for name in names])\n"
        "with pc.CSVWriter(root / 'large.csv', schema, write_options=pc.WriteOptions(delimiter=';')) as writer:\n"
        "    for table in made.batches(20_000):\n"
        "        text = c.binary_join_element_wise(table['te0'], 'mot ' * 2_500, ' ')\n"
        "        writer.write_table(table.set_column(at, 'te0', text))\n"
        # As large as a file: nothing is compressed, no word stands once for all.
        "schema = pa.schema([(name, pa.string()) for name in names])\n"
        "plain = {'compression': 'none', 'use_dictionary': False, 'write_statistics': False}\n"
        "with pq.ParquetWriter(root / 'large.parquet', schema, **plain) as writer, pc.open_csv(root / 'large.csv', parse_options=pc.ParseOptions(delimiter=';', newlines_in_values=True), convert_options=pc.ConvertOptions(column_types=schema, strings_can_be_null=False)) as read:\n"
        "    for batch in read:\n"
        "        writer.write_batch(batch)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(BENCH), str(root)], check=True)
    return root


def read(path, spare, block):
    command = [sys.executable, "-c", SCRIPT, str(path.parent), str(path), str(spare), str(block)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_file_larger_than_the_memory_allowed_gives_the_same(large):
    spare = 128 * 2**20
    files = [large / "large.csv", large / "large.parquet"]
    assert all(file.stat().st_size > 1.4 * spare for file in files)
    capped = [read(file, spare, 4 * 2**20) for file in files]
    assert capped[0][2] > 18_000
    assert capped[0] == read(files[0], 0, 16 * 2**20)
    # The log names the file.
    assert capped[1][::2] == capped[0][::2]
