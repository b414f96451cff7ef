"""What tests of the bridge share: a small study of two waves in a repository, the first one published, changed since."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from study import __version__
from study.answers.clean import clean
from study.archive.record import NAME, Edition, EditionFile, Package, SourceFile, manifest_text
from study.base.files import sha256_hex, table_bytes
from study.base.layout import MANIFEST
from study.editions.sources import sources_of
from study.indicators.wave import wave_indicators
from study.intake import checksums
from study.intake.inputs import load_inputs
from study.intake.wave import load_wave
from study.pipeline.digest import PACKAGE, package_digest

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


def indicators_csv(paths, wave):
    inputs = load_inputs(paths, wave, sealed=False)
    return table_bytes(wave_indicators(inputs, clean(inputs), inputs.study.levers))


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
def kit(commit):
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
def two_waves(make_study):
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


@pytest.fixture
def published(two_waves, commit):
    """Wave 2020 published with today's code and committed; nothing has changed since."""
    freeze(two_waves, "2020")
    commit(two_waves.root)
    return two_waves


@pytest.fixture
def changed(published):
    """Since the edition: a fact about its past, an event, a question more and one changed."""
    edit(published, EVIDENCE, lambda text: text + FOUND_SINCE + HAPPENED + OF_NEW_QUESTION)
    edit(published, LEVER, later_questionnaire)
    seal(published)
    return published


@pytest.fixture
def shallow(changed, tmp_path, commit):
    """A clone of the changed study that holds its latest commit alone."""
    commit(changed.root)
    folder = tmp_path / "shallow"
    origin = Path(changed.root).as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", origin, str(folder)], check=True, capture_output=True)
    return type(changed)(folder)
