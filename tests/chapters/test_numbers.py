from study.chapters import numbers


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_table_says_what_a_hand_count_says(surveyed, texts):
    block = numbers.number_table(surveyed.context, surveyed.lever(1), surveyed.ledger)
    # Arbois 60 000 000, Belleville 12,5: two known, half-way 30 000 006,25, in all 60 000 012,5.
    assert [plain(cell) for cell in texts(block)[0]] == ["Achats annuels", "eur", "2", "30 000 006,3", "60 000 012,5"]


def test_a_key_figure_is_a_total_where_values_add_up_and_else_a_median(surveyed, make_surveyed, compute):
    (question,) = numbers.numbers_asked(surveyed.lever(1))
    assert numbers.number_card(surveyed.context, question, surveyed.ledger)["key"] == "purchases_eur.total"

    def alone(text):
        return text.replace("    additive: true\n", "").replace("median, total]", "median]")

    found = compute(make_surveyed({"data/raw/questionnaire/lever-1.yaml": lambda text: alone(text).replace("weighted_share, ", "")}))  # fmt: skip
    card = numbers.number_card(found.context, found.lever(1).questions[2], found.ledger)
    assert card["key"] == "purchases_eur.median"
    assert card["value"] == found.ledger.text("purchases_eur.median", "fr")
    assert plain(card["detail"]) == "eur (médiane), connu pour 2 métropoles sur 3"


def test_numbers_that_nobody_gave_make_no_key_figure(make_surveyed, compute):
    survey = {"data/raw/waves/2020/responses/answers.csv": "territory;purchases_eur;scheme\narbois;;yes\n"}
    found = compute(make_surveyed(survey))
    assert numbers.number_card(found.context, found.lever(1).questions[2], found.ledger) is None
    assert numbers.number_table(found.context, found.lever(1), found.ledger).data["rows"][0][2] == "0"
