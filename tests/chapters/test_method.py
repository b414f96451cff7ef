from study.chapters import method


def test_the_boxes_say_what_the_wave_says(small, small_en):
    # The small study's wave is fictitious, which is said first.
    french = method.status_callout(small.context).data["text"]
    assert french.startswith("Cette édition est fictive") and french.endswith("Données inventées pour les essais.")
    assert method.status_callout(small_en.context).data["text"].startswith("This edition is fictitious")
    assert method.settle_callout(small.context).data["text"] == "Écrire au réseau."
    assert method.settle_callout(small_en.context).data["text"] == "Write to the network."


def test_field_work_is_told_with_its_source_and_may_be_missing(small, make_full, compute, texts):
    (block,) = method.collection_table(small.context, small.ledger)
    assert texts(block) == [["Territoires ayant répondu", "2", "S001"]]

    def without(text):
        start = text.index("collection:")
        return text[:start] + text[text.index("keywords:") :]

    found = compute(make_full({"data/raw/waves/2020/wave.yaml": without}))
    assert method.collection_table(found.context, found.ledger) == []


def test_the_frame_lists_every_territory_with_its_facts_counted_by_hand(small, texts):
    block = method.frame_table(small.context, small.ledger)
    rows = [[cell.replace("\u202f", " ") for cell in row] for row in texts(block)]
    # Arbois: E001, 3, 4, 5, 7, 11, of which E007 lapsed; Belleville: E002, 6, 8, 9; Cassis: E010, 12, 13, E014 withdrawn.
    assert rows == [
        ["Métropole d'Arbois", "200000001", "100 100", "6", "5"],
        ["Belleville Métropole", "200000002", "200 100", "4", "4"],
        ["Métropole de Cassis", "200000003", "300 100", "3", "3"],
    ]
    assert "2021" in block.data["note"] and "31 décembre 2020" in block.data["note"]


def test_a_wave_that_is_not_fictitious_says_what_it_is_alone(make_full, compute):
    real = {"data/raw/waves/2020/wave.yaml": lambda text: text.replace("fictitious: true", "fictitious: false")}
    assert method.status_callout(compute(make_full(real)).context).data["text"] == "Données inventées pour les essais."


def test_the_frame_has_the_columns_that_it_fills(surveyed, both, texts, make_surveyed, compute):
    block = method.frame_table(surveyed.context, surveyed.ledger)
    assert [column["label"] for column in block.data["columns"]] == [
        "Métropole", "SIREN", "Population municipale", "Réponses centrales connues",
    ]  # fmt: skip
    # Arbois: all but the clauses; Belleville is not asked about staff, Cassis sent nothing.
    assert [row[3] for row in texts(block)] == ["3 sur 4", "3 sur 3", "0 sur 4"]
    assert "preuve" not in block.data["note"].lower() and "fait" not in block.data["note"].lower()
    assert block.data["source"].endswith("réponses à l’enquête.")
    frame = "territory,vintage,name,short_name,source\n" + "".join(
        f"{key},{year},{name},{name},invented\n"
        for year in (2020, 2021)
        for key, name in (("arbois", "Arbois"), ("belleville", "Belleville"), ("cassis", "Cassis"))
    )
    plain = compute(make_surveyed({"data/raw/frame.csv": frame}))
    columns = method.frame_table(plain.context, plain.ledger).data["columns"]
    assert [column["label"] for column in columns] == ["Métropole", "Réponses centrales connues"]
    mixed = method.frame_table(both.context, both.ledger)
    assert [column["label"] for column in mixed.data["columns"]][3:] == [
        "Réponses centrales connues", "Faits", "En vigueur",
    ]  # fmt: skip


def test_the_field_work_is_called_by_what_it_was(make_full, compute):
    (block,) = method.collection_table((plain := compute(make_full())).context, plain.ledger)
    own = {"data/raw/waves/2020/wave.yaml": lambda text: text.replace("publisher: [Réseau inventé]\n", "")}
    (other,) = method.collection_table((told := compute(make_full(own))).context, told.ledger)
    assert block.data["title"] == "L’enquête de la publication d’origine" != other.data["title"]


def test_nothing_about_one_country_is_said_of_another_study(small):
    assert "intercommunalité" not in method.frame_table(small.context, small.ledger).data["source"]
