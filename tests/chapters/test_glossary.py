from dataclasses import replace

from study.chapters.context import open_wave
from study.chapters.glossary import glossary

GLOSSARY = """terms:
  - term: {fr: Zone, en: Area}
    meaning: {fr: Un lieu., en: A place.}
  - term: {fr: Élu, en: Member}
    name: {fr: membre élu, en: elected member}
    meaning: {fr: Une personne., en: A person.}
    source: {title: {fr: Une loi, en: A law}, url: "https://example.org/loi"}
  - term: {fr: avis, en: Opinion}
    meaning: {fr: Un texte., en: A text.}
"""


def test_terms_stand_in_the_order_of_the_language(make_study):
    paths = make_study({"data/raw/glossary.yaml": GLOSSARY})
    context = open_wave("2020", "fr", root=paths.root)
    [block] = glossary(context)
    assert [item["term"] for item in block.data["items"]] == ["avis", "Élu", "Zone"]
    assert block.data["items"][1] == {"term": "Élu", "name": "membre élu", "text": "Une personne.", "source": "Une loi",
                                      "url": "https://example.org/loi"}  # fmt: skip
    [block] = glossary(replace(context, lang="en"))
    assert [item["term"] for item in block.data["items"]] == ["Area", "Member", "Opinion"]
    assert block.data["items"][0]["name"] == "" == block.data["items"][0]["url"]


def test_a_study_without_a_glossary_has_no_such_part(small_study):
    assert glossary(open_wave("2020", "fr", root=small_study.root)) == []
