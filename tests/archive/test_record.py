import json

import pytest

from study.archive.record import edition_intact, list_editions, read_edition
from study.base.errors import UsageError
from study.editions.publish import publish

AT = "reports/published/2020"


@pytest.fixture
def published(study, package):
    publish(study, "2020", package=package)
    return study


def codes(problems):
    return [(problem.code, problem.place.file.removeprefix(f"{AT}/"), problem.value) for problem in problems]


def edit(paths, change):
    """Rewrite edition.json, and the manifest with it, as someone who knows the format would."""
    import hashlib

    folder = paths.published("2020")
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    record = change(record) or record
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    lines = (folder / "MANIFEST.sha256").read_text("utf-8").splitlines()
    digest = hashlib.sha256(text.encode()).hexdigest()
    lines = [f"{digest}  edition.json" if line.endswith("  edition.json") else line for line in lines]
    (folder / "edition.json").write_text(text, "utf-8")
    (folder / "MANIFEST.sha256").write_text("\n".join(lines) + "\n", "utf-8")


def test_an_edition_as_published_is_read_whole_and_intact(published):
    edition, problems = read_edition(published, "2020")
    assert problems == [] == edition_intact(published, "2020")
    assert (edition.wave, edition.reference_date.isoformat(), edition.publication_date.isoformat()) == (
        "2020",
        "2020-12-31",
        "2021-01-15",
    )
    assert [file.path for file in edition.files] == ["figures/départ.svg", "numbers.csv", "report.pdf"]
    assert [file.size for file in edition.files] == [6, 14, 10]
    assert edition.text() == (published.published("2020") / "edition.json").read_text("utf-8")


def test_what_programs_leave_in_passing_is_no_damage(published):
    (published.published("2020") / ".DS_Store").write_bytes(b"x")
    assert edition_intact(published, "2020") == []


def test_a_lost_a_changed_and_a_stray_file_are_told_apart(published):
    folder = published.published("2020")
    (folder / "report.pdf").unlink()
    (folder / "figures" / "départ.svg").write_text("<svg></svg>")
    (folder / "figures" / "more.svg").write_text("<svg/>")
    assert codes(edition_intact(published, "2020")) == [
        ("changed-edition-file", "figures/départ.svg", None),
        ("missing-edition-file", "report.pdf", None),
        ("stray-edition-file", "figures/more.svg", None),
    ]
    assert read_edition(published, "2020")[1] == []  # the record itself is sound


def test_a_record_edited_by_hand_is_noticed_and_the_rest_still_looked_at(published):
    path = published.published("2020") / "edition.json"
    path.write_text(path.read_text("utf-8").replace("2021-01-15", "2021-01-16"), "utf-8")
    (published.published("2020") / "numbers.csv").write_text("x")
    edition, problems = read_edition(published, "2020")
    assert edition is None
    assert codes(problems) == [("changed-edition-file", "edition.json", None)]
    assert codes(edition_intact(published, "2020")) == [
        ("changed-edition-file", "edition.json", None),
        ("changed-edition-file", "numbers.csv", None),
    ]


@pytest.mark.parametrize("name", ["edition.json", "MANIFEST.sha256"])
def test_a_lost_record_or_manifest_is_one_problem(published, name):
    (published.published("2020") / name).unlink()
    assert read_edition(published, "2020")[0] is None
    assert codes(edition_intact(published, "2020")) == [("missing-edition-file", name, None)]


def test_an_edition_whose_record_and_manifest_are_lost_has_two_problems(published):
    for name in ("edition.json", "MANIFEST.sha256"):
        (published.published("2020") / name).unlink()
    assert [code for code, *_ in codes(edition_intact(published, "2020"))] == ["missing-edition-file"] * 2


@pytest.mark.parametrize("more", [b"x\n", b"\n", b"\xff  a\n"])
def test_a_manifest_with_more_or_less_lines_is_noticed(published, more):
    path = published.published("2020") / "MANIFEST.sha256"
    whole = path.read_bytes()
    path.write_bytes(whole + more)
    assert codes(edition_intact(published, "2020")) == [("changed-edition-file", "MANIFEST.sha256", None)]
    path.write_bytes(b"".join(line for line in whole.splitlines(keepends=True) if b"report.pdf" not in line))
    assert codes(edition_intact(published, "2020")) == [("changed-edition-file", "MANIFEST.sha256", None)]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda r: r.update(wave="2021"), "wave"),
        (lambda r: r.pop("inputs"), "inputs"),
        (lambda r: r.update(format="1"), "format"),
        (lambda r: r.update(more=1), "more"),
        (lambda r: r["files"][0].update(size=-1), "files.0.size"),
        (lambda r: r["files"][1].update(path="../../x"), "files.1.path"),
        (lambda r: r["files"][1].update(path="/x"), "files.1.path"),
        (lambda r: r["inputs"][0].update(blob="main"), "inputs.0.blob"),
        (lambda r: r["code"][0].update(sha256="A" * 64), "code.0.sha256"),
        (lambda r: r["lock"][0].update(sha256="a" * 64 + "\n"), "lock.0.sha256"),
        (lambda r: r.update(reference_date="2020"), "reference_date"),
        (lambda r: [r], "edition.json"),
    ],
)
def test_a_record_that_says_something_else_is_refused_at_its_key(published, change, at):
    edit(published, change if at == "edition.json" else lambda record: change(record) and None)
    edition, problems = read_edition(published, "2020")
    assert edition is None
    assert codes(problems) == [("broken-edition", "edition.json", at)]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null", b"12"])
def test_a_record_that_is_no_json_object_is_refused(published, content):
    (published.published("2020") / "edition.json").write_bytes(content)
    edition, problems = read_edition(published, "2020")
    assert edition is None
    assert codes(problems) == [("broken-edition", "edition.json", "edition.json")]


def test_a_record_of_a_later_format_is_not_guessed_at(published, said):
    edit(published, lambda record: record.update(format=2, novelty=[]))
    edition, [problem] = read_edition(published, "2020")
    assert edition is None
    assert (problem.code, problem.value) == ("unknown-edition-format", "2")
    assert "has the format “2”; this version of the package reads 1" in said(problem, "en")


def test_a_file_left_out_of_a_forged_record_is_a_stray(published):
    edit(published, lambda record: record["files"].pop() and None)
    assert ("stray-edition-file", "report.pdf", None) in codes(edition_intact(published, "2020"))


def test_editions_are_listed_by_name_damaged_ones_included_half_written_ones_not(published):
    for name in ("2019", ".2021.new"):
        (published.root / "reports" / "published" / name).mkdir()
    (published.root / "reports" / "published" / "README.md").write_text("x")
    assert list_editions(published) == ["2019", "2020"]
    assert codes(read_edition(published, "2019")[1]) == [
        ("missing-edition-file", "reports/published/2019/edition.json", None),
        ("missing-edition-file", "reports/published/2019/MANIFEST.sha256", None),
    ]


def test_an_edition_that_was_never_published_is_wrong_usage(published, small_study, said):
    for function in (read_edition, edition_intact):
        with pytest.raises(UsageError) as caught:
            function(published, "2002")
        [problem] = caught.value.problems
        assert problem.code == "unknown-edition"
        assert "Did you mean “2020”?" in said(problem, "en")


def test_a_study_without_editions_lists_none(small_study, said):
    assert list_editions(small_study) == []
    with pytest.raises(UsageError) as caught:
        read_edition(small_study, "2020")
    assert "Nommez l’une de celles-ci : –" in said(caught.value.problems[0], "fr")
