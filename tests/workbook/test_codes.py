from study.answers.states import Status


def test_every_question_has_its_wording_and_every_code_its_words(made, under):
    rows = under(made.sheet("Dictionnaire des codes"), "Question")
    questions = [q for lever in made.context.study.levers for q in lever.questions]
    assert list(dict.fromkeys(row["Question"] for row in rows)) == list(dict.fromkeys(q.question for q in questions))
    scheme = [row for row in rows if row["Question"] == "scheme"]
    assert [(row["Code"], row["Sens"]) for row in scheme] == [("yes", "oui"), ("planned", "en projet"), ("no", "non")]
    assert {row["Libellé"] for row in scheme} == {"Avez-vous adopté un schéma ?"}
    assert [row["Sens"] for row in rows if row["Code"] == "charter"] == ["Charte d’achats"]


def test_each_word_for_a_missing_answer_has_its_code_and_its_reason(made, under):
    rows = under(made.sheet("Dictionnaire des codes"), "Réponse manquante")
    assert {row["Code"] for row in rows} == {status.value for status in Status if status is not Status.ANSWERED}
    unknown = next(row for row in rows if row["Code"] == "unknown")
    assert unknown["Réponse manquante"] == "inconnu" and "jamais" in unknown["Raison"]
