"""The files that are a wave's survey, and those that are not."""

from study.exports.folder import response_files, stray_files


def test_exports_are_the_files_of_the_folder_itself(tmp_path):
    for name in ("b.csv", "A.XLSX", "README.md", ".gitignore", "~$A.XLSX", ".DS_Store", "older/c.csv", "older/d.md",
                 "__MACOSX/e.csv"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [path.name for path in response_files(tmp_path)] == ["A.XLSX", "b.csv"]
    assert [path.relative_to(tmp_path).as_posix() for path in stray_files(tmp_path)] == ["older/c.csv"]


def test_without_a_folder_there_is_no_export(tmp_path):
    assert response_files(tmp_path / "responses") == () and stray_files(tmp_path / "responses") == ()
