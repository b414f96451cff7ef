from study.base.files import file_sha256
from study.blocks.model import page
from study.chapters import annexes


def plain(rows):
    return [[cell.replace("\u202f", " ").replace("\u00a0", " ") for cell in row] for row in rows]


def test_the_questionnaire_lists_every_question_as_it_is_put(small, texts):
    blocks = annexes.questionnaire(small.context, small.ledger)
    assert [block.data["kind"] for block in blocks] == ["heading", "table"] * 2
    governance, purchasing = (texts(block) for block in blocks[1::2])
    assert [row[-1] for row in governance + purchasing] == [
        "elected", "staff", "actions", "scheme", "clauses", "purchases_eur", "actions",
    ]  # fmt: skip
    assert governance[0][:2] == ["Élu délégué", "Avez-vous un élu délégué ?"]
    assert [row[3] for row in purchasing] == ["oui", "oui", "–", "–"]
    holds = [row[4] for row in plain(governance + purchasing)]
    assert (holds[1], holds[5]) == ("6 ans", "3 ans") and holds[0] != holds[3]


def test_every_fact_is_counted_once_with_the_rule_that_decided(small, texts):
    what_became, coverage, *conflicts = annexes.quality(small.context, small.cleaned, small.ledger)
    rows = texts(what_became)
    assert rows[-1][2] == "14" and sum(int(row[2]) for row in rows[:-1]) == 14
    assert all(row[2] != "0" and "{" not in row[1] for row in rows)
    # Lapsed: E007 alone; withdrawn: E014 alone.
    assert sum(int(row[2]) for row in rows if row[0] not in ("en vigueur", rows[-1][0])) == 2
    known = {row[0]: row for row in texts(coverage)}
    assert known["Achats responsables"][1] == "9" and known["Gouvernance"][1] == "4"
    assert known["Achats responsables"][4] == "3 sur 6"
    assert len(conflicts) == 1


def test_conflicts_are_listed_as_the_corrections_expect_them(small, texts):
    (block,) = annexes.conflicts(small.context, small.cleaned)
    assert texts(block) == [["Belleville", "clauses", "E008=yes;E009=no"]]


def test_a_conflict_that_is_settled_is_no_longer_listed(make_full, compute):
    line = "2020,belleville,clauses,E008=yes;E009=no,yes,Checked by telephone,analyst,2021-01-02\n"
    found = compute(make_full({"data/raw/evidence/corrections.csv": lambda text: text + line}))
    (block,) = annexes.conflicts(found.context, found.cleaned)
    assert block.data["kind"] == "callout"


def test_sources_are_those_cited_with_their_facts_and_address(small, texts):
    block = annexes.sources(small.context, small.inputs, small.cleaned, small.ledger)
    rows = texts(block)
    assert [row[0] for row in rows] == ["S001", "S002"]
    assert rows[0][1:4] == ["Rapport annuel, version longue", "Ville d’Arbois", "1er septembre 2020"]
    assert rows[1][3] == "sans date"
    assert block.data["rows"][1][1]["url"] == "https://example.org/page?id=2"
    # All facts but the withdrawn one; then the published figures that a page gives.
    assert sum(int(row[4]) for row in rows) == 13
    assert [row[5] for row in rows] == ["C01, C02", "C03"]


def test_a_page_that_gives_a_published_figure_alone_is_cited(make_full, compute, texts):
    source = "S003,A figure,Réseau inventé,2020,https://example.org/figure\n"
    claim = "C04,2020,2020,Others,Autres,7,territories,,,,elsewhere,S003\n"
    files = {"data/raw/waves/2020/claims.csv": lambda text: text + claim,
             "data/raw/evidence/sources.csv": lambda text: text + source}  # fmt: skip
    found = compute(make_full(files))
    rows = texts(annexes.sources(found.context, found.inputs, found.cleaned, found.ledger))
    assert rows[2] == ["S003", "A figure", "Réseau inventé", "2020", "–", "C04"]
    without = compute(make_full({"data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0]}))
    rows = texts(annexes.sources(without.context, without.inputs, without.cleaned, without.ledger))
    assert [len(row) for row in rows] == [5, 5]


def test_sources_of_later_facts_are_not_cited(make_full, compute, texts):
    def later(text):
        return text + "E200,cassis,1,scheme,yes,2021-06,month,,S003,high,Later,Plus tard\n"

    source = "S003,Later,Réseau inventé,2021,https://example.org/later\n"
    files = {"data/raw/evidence/evidence.csv": later, "data/raw/evidence/sources.csv": lambda text: text + source}
    found = compute(make_full(files))
    assert [row[0] for row in texts(annexes.sources(found.context, found.inputs, found.cleaned, found.ledger))] == [
        "S001",
        "S002",
    ]
    assert annexes.cited_sources(found.cleaned.facts) == ["S001", "S002"]


def test_the_seal_lists_the_waves_files_with_their_checksums(small, make_study, texts):
    rows = dict(texts(annexes.checksums(small.context)))
    raw = small.context.paths.raw
    assert rows == {
        path.relative_to(raw).as_posix(): file_sha256(path)
        for path in raw.rglob("*")
        if path.is_file() and path.name != "CHECKSUMS.sha256"
    }


def test_texts_in_another_language_are_in_the_seal_of_the_report_in_that_language_alone(make_full, compute, texts):
    files = {f"data/raw/waves/2020/commentary/{lang}/method.md": "Text.\n" for lang in ("fr", "en")}
    for lang, other in (("fr", "en"), ("en", "fr")):
        names = [row[0] for row in texts(annexes.checksums(compute(make_full(files), lang).context))]
        assert f"waves/2020/commentary/{lang}/method.md" in names and "waves/2020/wave.yaml" in names
        assert not [name for name in names if name.startswith(f"waves/2020/commentary/{other}/")]


def test_other_waves_files_are_not_in_the_seal_of_this_one(make_full, compute, texts):
    wave = (make_full().wave_yaml("2020")).read_text("utf-8")
    other = wave.replace('wave: "2020"', 'wave: "2021"').replace("2020-12-31", "2021-12-31")
    claims = make_full().claims("2020").read_text("utf-8").splitlines(keepends=True)[0]
    found = compute(
        make_full(
            {
                "data/raw/waves/2021/wave.yaml": other,
                "data/raw/waves/2021/claims.csv": claims,
                "data/raw/waves/notes.txt": "x",
            }
        )
    )
    names = [row[0] for row in texts(annexes.checksums(found.context))]
    assert "waves/2020/wave.yaml" in names and not [name for name in names if name.startswith("waves/2021")]


def test_the_answers_of_an_earlier_wave_are_in_the_seal(make_surveyed, compute, texts):
    wave = make_surveyed().wave_yaml("2020").read_text("utf-8")
    earlier = wave.replace('wave: "2020"', 'wave: "2019"').replace("2020-12-31", "2019-12-31")
    real = wave.replace("fictitious: true", "fictitious: false")  # what is invented is compared with nothing
    files = {
        "data/raw/waves/2020/wave.yaml": real,
        "data/raw/waves/2019/wave.yaml": earlier.replace("fictitious: true", "fictitious: false"),
        "data/raw/waves/2019/claims.csv": make_surveyed().claims("2020").read_text("utf-8"),
        "data/raw/waves/2019/responses/answers.csv": "territory;scheme\nArbois;non\n",
        "data/raw/waves/2019/commentary/fr/method.md": "Un texte.\n",
    }
    names = [row[0] for row in texts(annexes.checksums(compute(make_surveyed(files)).context))]
    assert [name for name in names if "2019" in name] == [
        "waves/2019/responses/answers.csv", "waves/2019/wave.yaml",
    ]  # fmt: skip


def test_a_survey_speaks_of_non_response_and_of_no_fact(surveyed, both):
    blocks = annexes.quality(surveyed.context, surveyed.cleaned, surveyed.ledger, surveyed.inputs.responses)
    assert [block.data.get("key", block.data["kind"]) for block in blocks] == [
        "callout", "callout", "quality-nonresponse", "quality-questions",
    ]  # fmt: skip
    assert annexes.sources(surveyed.context, surveyed.inputs, surveyed.cleaned, surveyed.ledger) == page([])
    tables = annexes.questionnaire(surveyed.context, surveyed.ledger)[1::2]
    assert all(len(table.data["columns"]) == 5 for table in tables)
    keys = [
        block.data.get("key")
        for block in annexes.quality(both.context, both.cleaned, both.ledger, both.inputs.responses)
    ]
    assert keys[:6] == [None, None, "quality-nonresponse", "quality-questions", "quality-facts", "quality-levers"]
