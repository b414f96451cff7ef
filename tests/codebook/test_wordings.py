"""What every form asks besides the questionnaire, in the words of the study."""

from study.codebook.model import Localised
from study.codebook.wordings import respondent_text, write_in_text


def test_who_answers_among_those_whom_the_study_is_about(small_study):
    from study.codebook.load import load_study

    study = load_study(small_study)
    many = study.territory.many
    assert respondent_text(study, "fr").endswith(f"dans la liste des {many.text('fr')}.")
    assert respondent_text(study, "en").endswith(f"from the list of {many.text('en')}.")


def test_another_answer_is_asked_for_under_its_label():
    label = Localised({"fr": "Autre soutien", "en": "Other support"})
    assert write_in_text(label, "fr") == "Précisez\u00a0: Autre soutien"
    assert write_in_text(label, "en") == "Please specify: Other support"
