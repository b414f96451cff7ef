from study.chapters import method


def test_the_boxes_say_what_the_wave_says(small, small_en):
    assert method.status_callout(small.context).data["text"] == "Données inventées pour les essais."
    assert method.settle_callout(small.context).data["text"] == "Écrire au réseau."
    assert method.settle_callout(small_en.context).data["text"] == "Write to the network."


def test_field_work_is_told_with_its_source_and_may_be_missing(small, make_full, compute, texts):
    (block,) = method.collection_table(small.context)
    assert texts(block) == [["Territoires ayant répondu", "2", "S001"]]

    def without(text):
        start = text.index("collection:")
        return text[:start] + text[text.index("keywords:") :]

    found = compute(make_full({"data/raw/waves/2020/wave.yaml": without}))
    assert method.collection_table(found.context) == []


def test_the_frame_lists_every_territory_with_its_facts_counted_by_hand(small, texts):
    block = method.frame_table(small.context, small.cleaned.facts)
    rows = [[cell.replace("\u202f", " ") for cell in row] for row in texts(block)]
    # Arbois: E001, 3, 4, 5, 7, 11, of which E007 lapsed; Belleville: E002, 6, 8, 9; Cassis: E010, 12, 13, E014 withdrawn.
    assert rows == [
        ["Métropole d'Arbois", "200000001", "100 100", "6", "5"],
        ["Belleville Métropole", "200000002", "200 100", "4", "4"],
        ["Métropole de Cassis", "200000003", "300 100", "3", "3"],
    ]
    assert "2021" in block.data["note"] and "31 décembre 2020" in block.data["note"]


def test_nothing_about_one_country_is_said_of_another_study(small):
    assert "intercommunalité" not in method.frame_table(small.context, small.cleaned.facts).data["source"]
