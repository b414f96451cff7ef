import hashlib

from study.chapters.context import open_wave
from study.editions.sources import sources_of
from study.intake import checksums
from study.provenance.inputs import input_files, of_wave
from study.provenance.steps import runs


def test_the_inputs_are_the_raw_files_that_an_edition_names(small_study):
    other = small_study.wave_folder("2018")
    (other / "commentary" / "fr").mkdir(parents=True)
    text = small_study.wave_yaml("2020").read_text("utf-8").replace("fictitious: true", "fictitious: false")
    small_study.wave_yaml("2020").write_text(text, "utf-8")
    (other / "commentary" / "fr" / "method.md").write_text("x", "utf-8")
    (other / "wave.yaml").write_text(text.replace('"2020"', '"2018"').replace("2020-12-31", "2018-12-31"), "utf-8")
    (other / "claims.csv").write_bytes(small_study.claims("2020").read_bytes())
    later = small_study.wave_folder("2024")
    later.mkdir()
    (later / "wave.yaml").write_text(text.replace('"2020"', '"2024"').replace("2020-12-31", "2024-12-31"), "utf-8")
    small_study.checksums.write_text(checksums.written(checksums.current(small_study)), "utf-8")
    context = open_wave("2020", "fr", root=small_study.root)
    found = {file.name: file.sha256 for file in input_files(context)}
    # The crate of an edition that is built again from its own files is then the same.
    assert found == {source.path: source.sha256 for source in sources_of(small_study, context.wave).inputs}
    assert "data/raw/waves/2018/claims.csv" in found and "data/raw/waves/2024/wave.yaml" not in found
    assert [file.path.name for file in of_wave(input_files(context), "2020", "commentary")] == ["introduction.md"]


def test_what_is_read_of_the_edition_before_is_an_input_of_the_bridge_alone(small_study, monkeypatch):
    edition = small_study.published("2018") / "edition.json"
    edition.parent.mkdir(parents=True)
    edition.write_text("{}", "utf-8")
    monkeypatch.setattr("study.provenance.inputs.edition_before", lambda paths, wave: "2018")
    context = open_wave("2020", "fr", root=small_study.root)
    found = input_files(context)
    assert found[-1].name == "reports/published/2018/edition.json"
    assert found[-1].sha256 == hashlib.sha256(b"{}").hexdigest()
    names = ("notebooks/1_clean.ipynb", "notebooks/5_bridge.ipynb")
    steps = {step.name: [file.name for file in step.inputs] for step in runs(context, found, names, {})}
    assert [name for name, read in steps.items() if found[-1].name in read] == ["5_bridge"]


def test_a_study_without_a_seal_names_none(small_study):
    context = open_wave("2020", "fr", root=small_study.root)
    small_study.checksums.unlink()
    assert input_files(context) == ()
