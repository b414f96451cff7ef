import json


def test_the_files_of_a_wave_and_their_bytes_are_the_same_anywhere(described, make_study, clean_study, describe):
    names = ["codebook.ddi.xml", "data/answers-lever-0.csv", "data/answers-lever-1.csv", "data/answers.csv",
             "data/facts.csv", "data/sources.csv", "datapackage.json", "ro-crate-metadata.json"]  # fmt: skip
    assert sorted(described.added) == names
    assert describe(clean_study(make_study())).added == described.added


def test_no_folder_is_named_and_every_text_is_utf_8(described):
    for name, content in described.added.items():
        assert str(described.context.paths.root) not in content.decode("utf-8"), name


def test_a_study_without_evidence_is_described_too(make_study, clean_study, describe):
    names = ("evidence", "sources", "corrections")
    paths = make_study(
        {f"data/raw/evidence/{name}.csv": None for name in names}
        | {
            "data/raw/waves/2020/wave.yaml": lambda text: text.partition("collection:")[0],
            "data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0],
        }
    )
    found = describe(clean_study(paths)).added
    assert "data/facts.csv" not in found and "data/answers.csv" in found
    package = json.loads(found["datapackage.json"])
    assert "sources" not in package and "keywords" not in package
