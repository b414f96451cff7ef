from study.chapters import nonresponse


def test_every_question_counts_once_for_every_territory(surveyed, texts):
    states, responses = surveyed.cleaned.states, surveyed.inputs.responses
    box, _rules, levers, questions = nonresponse.tables(surveyed.context, surveyed.ledger, responses)
    assert box.data["text"].replace("\u202f", " ").replace("\u00a0", " ") == (
        "Questionnaires reçus : 2 sur 3 métropoles. Non reçus : Cassis."
    )
    assert levers.data["columns"][0]["label"] == "Thématique"
    rows = {row[0]: [int(cell) for cell in row[1:6]] for row in texts(questions)}
    rates = {row[0]: row[6].replace("\u202f", " ") for row in texts(questions)}
    # Both responded: one of them left the clauses empty, and only one was asked about its staff.
    assert rates["Élu délégué"] == "100 %" and rates["Clauses sociales"] == "50 %" and rates["Équipe"] == "100 %"
    # Asked, known, no answer, no response, not asked.
    assert rows["Élu délégué"] == [3, 2, 0, 1, 0]
    assert rows["Équipe"] == [2, 1, 0, 1, 1]
    assert rows["Clauses sociales"] == [3, 1, 1, 1, 0]
    assert rows["Achats annuels"] == [3, 2, 0, 1, 0]
    for row in rows.values():
        asked, known, empty, silent, unasked = row
        assert asked == known + empty + silent and asked + unasked == 3
    totals = [[int(cell) for cell in row[1:]] for row in texts(levers)]
    assert totals[-1] == [sum(column) for column in zip(*totals[:-1], strict=True)]
    assert totals[-1][0] + totals[-1][4] == len(states) == 7 * 3


def test_everybody_answered(make_surveyed, compute):
    more = {"data/raw/waves/2020/responses/answers.csv": "territory;elected\narbois;oui\nbelleville;non\ncassis;oui\n"}
    found = compute(make_surveyed(more))
    text = nonresponse.received(found.context, found.ledger, found.inputs.responses).data["text"]
    assert "3 sur 3" in text and "Non reçus" not in text


def test_documented_answers_are_known_ones(both, texts):
    _, _, _, questions = nonresponse.tables(both.context, both.ledger, both.inputs.responses)
    rows = {row[0]: [int(cell) for cell in row[1:6]] for row in texts(questions)}
    # Cassis sent nothing, but its clauses are documented (E010); those of Arbois have lapsed (E007).
    assert rows["Clauses sociales"] == [3, 2, 1, 0, 0]


def test_without_the_exports_nobody_is_said_to_be_silent(surveyed):
    assert [block.data["kind"] for block in nonresponse.tables(surveyed.context, surveyed.ledger)] == ["table"] * 2
