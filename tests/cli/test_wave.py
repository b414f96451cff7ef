"""Opening a wave, as typed."""

WAVE = "data/raw/waves/2020/wave.yaml"


def test_a_wave_is_opened_and_the_next_steps_are_said(make_study, study, one_line):
    paths = make_study({WAVE: lambda text: text.replace("A small study", "A small study 2020")})
    status, out, err = study(
        *("wave", "new", "2022", "--from", "2020", "--reference-date", "2022-12-31", "--root", paths.root)
    )
    assert (status, err) == (0, "")
    out = one_line(out)
    assert "data/raw/waves/2022" in out and "« 2020 » est devenu « 2022 »" in out.replace("\u00a0", " ")
    steps = ["questionnaire export 2022", "waves/2022/responses/", "check 2022", "study seal", "report 2022"]
    assert [out.find(step) for step in steps] == sorted(out.find(step) for step in steps)
    assert all(step in out for step in steps)
    status, out, _ = study("waves", "--root", paths.root)
    assert status == 0 and "2022-12-31" in out


def test_by_default_it_starts_from_the_latest_wave(make_study, study):
    paths = make_study()
    status, _, err = study(
        *("--lang", "en", "wave", "new", "2022", "--reference-date", "2022-12-31"),
        *("--publication-date", "2023-01-31", "--committed", "--root", paths.root),
    )
    assert (status, err) == (0, "")
    text = paths.wave_yaml("2022").read_text("utf-8")
    assert "publication_date: 2023-01-31\n" in text and "withheld: false" in text
    assert "opened from 2020" in text.splitlines()[0]


def test_what_cannot_be_is_wrong_usage_and_makes_nothing(make_study, study, snapshot):
    paths = make_study()
    before = snapshot(paths.root)
    status, out, err = study("wave", "new", "2020", "--reference-date", "31/12/2022", "--root", paths.root)
    assert (status, out) == (2, "")
    assert "data/raw/waves/2020" in err and "« 31/12/2022 »" in err.replace("\u00a0", " ")
    assert snapshot(paths.root) == before
