"""What two editions rest on, file by file."""

from study.bridge.sources import FieldChange, differing, field_changes, flat, shared_name


def test_a_list_whose_items_have_names_is_compared_by_them():
    before = (
        b"lever: 1\nquestions:\n- {question: a, core: true, codes: [{code: x}, {code: y}]}\n- {question: b, years: 2}\n"
    )
    after = b"lever: 1\nquestions:\n- {question: b, years: 3}\n- {question: a, codes: [{code: y}, {code: x}]}\n"
    assert field_changes(before, after) == (
        FieldChange("questions.a.core", "true", ""),
        FieldChange("questions.b.years", "2", "3"),
    )
    assert flat([1, {"a": 2}]) == {"": '[1, {"a": 2}]'}
    assert field_changes(b"a: [", b"a: 2020-01-01")[-1] == FieldChange("a", "", '"2020-01-01"')


def test_a_wave_s_own_files_are_set_beside_the_other_s():
    assert shared_name("data/raw/waves/2020/wave.yaml", "2020") == "data/raw/waves/<wave>/wave.yaml"
    assert shared_name("data/raw/waves/2020/wave.yaml", "2027") == "data/raw/waves/2020/wave.yaml"


def test_files_that_differ_are_told_with_their_rows_and_fields(changed, kit, commit):
    commentary = changed.commentary("2027", "fr") / "method.md"
    commentary.parent.mkdir(parents=True)
    commentary.write_text("Un texte.\n", "utf-8")
    before = kit.freeze(changed, "2020")
    commit(changed.root)
    kit.edit(
        changed,
        kit.evidence,
        lambda text: text.replace("E013,cassis,1,charter,yes,2019-06", "E013,cassis,1,charter,yes,2019-07").replace(
            kit.happened, ""
        ),
    )
    kit.edit(changed, kit.lever, lambda text: text.replace("core: true\n    label: {fr: Schéma", "label: {fr: Schéma"))
    found = {change.path: change for change in differing(changed, before, kit.freeze(changed, "2027"))}
    assert {path: change.kind for path, change in found.items()} == {
        "data/raw/evidence/evidence.csv": "changed",
        "data/raw/questionnaire/lever-1.yaml": "changed",
        "data/raw/waves/2020/claims.csv": "added",
        "data/raw/waves/2020/wave.yaml": "added",
        "data/raw/waves/<wave>/commentary/fr/introduction.md": "removed",
        "data/raw/waves/<wave>/commentary/fr/method.md": "added",
        "data/raw/waves/<wave>/wave.yaml": "changed",
        "reports/published/2020/MANIFEST.sha256": "added",
        "reports/published/2020/edition.json": "added",
        "reports/published/2020/indicators.csv": "added",
    }
    rows = found["data/raw/evidence/evidence.csv"].rows
    assert [(row.kind, row.key, row.cells) for row in rows] == [
        ("changed", "E013", (("as_of", "2019-06", "2019-07"),)),
        ("removed", "E101", ()),
    ]
    assert found["data/raw/questionnaire/lever-1.yaml"].fields == (FieldChange("questions.scheme.core", "true", ""),)
    assert [f.field for f in found["data/raw/waves/<wave>/wave.yaml"].fields] == ["reference_date", "wave"]
