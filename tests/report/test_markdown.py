import io
import re
from datetime import date

import pypandoc
import pypdf
import pytest
from bs4 import BeautifulSoup

from study.base.errors import Place
from study.report.markdown import NotProse, keyed, parse, sections_of, to_html, to_typst
from study.report.typst import compile_pdf

FILE = "data/raw/waves/2020/commentary/fr/lever-1.md"
NARROW, NO_BREAK = "\u202f", "\u00a0"


def typst(markdown, lang="fr"):
    tree, problems = parse(markdown, lang, FILE)
    assert problems == []
    return to_typst(tree)


def html(markdown, lang="fr", prefix="p"):
    tree, problems = parse(markdown, lang, FILE)
    assert problems == []
    return BeautifulSoup(to_html(tree, prefix), "html.parser")


def printed(*markdowns, lang="fr"):
    """The words of a PDF made of these texts, every run of spaces one plain space."""
    prose = {f"{number}.typ": typst(markdown, lang) for number, markdown in enumerate(markdowns)}
    meta = dict.fromkeys(("title", "subtitle", "statement", "publisher", "wave", "date_text", "running_head"), "x")
    part = {"id": "one", "role": "chapter", "number": "1", "title": "Une partie", "summary": None}
    blocks = [{"kind": "prose", "file": f"prose/{name}"} for name in prose]
    document = {
        "lang": lang,
        "meta": {**meta, "authors": ["x"], "keywords": ["x"]},
        "parts": [{**part, "blocks": blocks}],
    }
    pdf = compile_pdf(document, {}, prose, date=date(2020, 1, 1))
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


def test_prose_keeps_its_structure():
    markup = typst(
        "## Un titre\n\nUn **mot** et *un autre*.\n\n- a\n- b\n\nVoir [la page](https://example.org/a?b=1).\n"
    )
    assert "== Un titre" in markup
    assert "#strong[mot]" in markup and "#emph[un autre]" in markup
    assert "- a\n- b" in markup
    assert '#link("https://example.org/a?b=1")[la page]' in markup


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Un <b>mot</b> gras.", "Un <b>mot</b> gras."),
        ("<div>Un paragraphe.</div>", "<div>Un paragraphe.</div>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Moins de <cinq> communes", "Moins de <cinq> communes"),
        ("Soit $x^2$ et $$y$$.", "Soit $x^2$ et $$y$$."),
        ("Un `#panic()`{=typst} brut.", "#panic()"),
        ("```{=typst}\n#panic()\n```", "#panic()"),
        ('```{=html}\n<p class="x">x</p>\n```', '<p class="x">x</p>'),
        ("#panic() @ref // note", "#panic() @ref // note"),
        ("Un #strong[mot] \\ #set page(fill: red)", "#set page(fill: red)"),
        ('::: {typst:fill="red"}\nUn encadré.\n:::', "Un encadré."),
    ],
)
def test_what_is_no_prose_is_printed_as_it_was_typed(markdown, words):
    assert re.sub(r"\s", "", words) in re.sub(r"\s", "", printed(markdown))


@pytest.mark.parametrize(
    "markdown",
    [
        '::: {typst:fill="red"}\nUn encadré.\n:::',
        '::: {typst:fill="panic()"}\nUn encadré.\n:::',
        '::: {typst:text:fill="panic()"}\nUn encadré.\n:::',
        '[un mot]{typst:text:size="panic()"}',
        '# Un titre {typst:fill="panic()"}',
        '~~~ {.python typst:fill="panic()"}\nx\n~~~',
    ],
)
def test_attributes_never_reach_typst_as_code(markdown):
    markup = to_typst(parse(markdown, "fr", FILE)[0])
    code = re.sub(r"\\.|```.*?```|~~~.*?~~~", "", markup, flags=re.S)
    assert not re.search(r"#\w+\([^)\n]*(?:red|panic)", code), markup


@pytest.mark.parametrize(
    ("markdown", "value", "kind"),
    [
        ("![une carte](carte.png)", "carte.png", "image"),
        ("[une ![carte](carte.png)](https://example.org)", "carte.png", "image"),
        ("| a | b |\n|---|---|\n| c | d |", "", "table"),
        ("[un piège](javascript:alert)", "javascript:alert", "link"),
        ("- *[un piège](javascript:alert)*", "javascript:alert", "link"),
        ("[un fichier](file:///etc/hosts)", "file:///etc/hosts", "link"),
        ("[un autre](../autre.md)", "../autre.md", "link"),
        ("[une donnée](data:text/html,x)", "data:text/html,x", "link"),
        ("<javascript:alert>", "javascript:alert", "link"),
        ("Un texte.[^a]\n\n[^a]: Un [piège](javascript:alert).", "javascript:alert", "link"),
    ],
)
def test_images_tables_and_other_links_are_refused_by_name(markdown, value, kind, said):
    _, problems = parse(markdown, "fr", FILE)
    assert [(type(problem), problem.place, problem.value) for problem in problems] == [(NotProse, Place(FILE), value)]
    assert kind in said(problems[0], "en") and FILE in said(problems[0], "fr")
    assert "{" not in said(problems[0], "fr")


def test_all_refusals_come_at_once():
    _, problems = parse("![a](a.png)\n\n[b](javascript:b) ![c](c.png)", "fr", FILE)
    assert [problem.value for problem in problems] == ["a.png", "javascript:b", "c.png"]


@pytest.mark.parametrize("target", ["https://example.org", "http://example.org", "mailto:a@example.org"])
def test_links_to_the_web_and_to_people_pass(target):
    assert f'#link("{target}")[x]' in typst(f"[x]({target})")


def test_french_typography_is_applied_to_whole_sentences():
    text = printed("Qui agit ? *Elles* ; elles : « oui » ! **Combien** ? 27 %.", lang="fr")
    assert "Qui agit ? Elles ; elles : « oui » ! Combien ? 27 %." in text
    markup = typst("Qui agit ? *Elles* ; **Combien** ? 27 %.")
    assert f"agit{NARROW}?" in markup and f"#emph[Elles]{NARROW};" in markup
    assert f"#strong[Combien]{NARROW}?" in markup and f"27{NARROW}%" in markup
    assert f"trois{NO_BREAK}: quatre" in typst("trois : quatre").replace("~", NO_BREAK)


def test_a_line_break_in_the_source_is_a_space_for_typography():
    assert f"agit{NARROW}?" in typst("Qui agit\n?")


def test_typography_leaves_code_and_addresses_alone():
    markup = typst('Le code `a : b ? "c"` et [ceci](https://example.org/a:b?c=1;d=%20!) ou <https://example.org/?x;y>.')
    assert '`a : b ? "c"`' in markup
    assert '#link("https://example.org/a:b?c=1;d=%20!")' in markup
    assert '#link("https://example.org/?x;y")' in markup


def test_quotes_come_out_as_the_language_writes_them():
    assert "« oui »" in printed('Elles disent "oui".', lang="fr")
    assert "“yes”" in printed('They say "yes".', lang="en")
    assert "L’élue" in printed("L'élue agit.", lang="fr")


def test_english_gets_no_french_spaces():
    assert NARROW not in typst("Who acts? Some; others: “yes”! 27%.", "en")


def test_two_conversions_are_the_same():
    markdown = "## Titre\n\nUn *mot*[^1].\n\n[^1]: Note.\n\n1. a\n2. b\n"
    assert typst(markdown) == typst(markdown)
    assert pypandoc.convert_text(typst(markdown), "plain", format="typst").startswith("Titre")


def test_a_heading_in_prose_never_stands_beside_the_parts_titles():
    assert "#panic" not in typst("# Un titre")
    assert not re.search(r"^= ", typst("# Un titre"), flags=re.M)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Un <b>mot</b> gras.", "Un <b>mot</b> gras."),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ('```{=html}\n<p class="x">x</p>\n```', '<p class="x">x</p>'),
        ("Un `<i>x</i>`{=html} brut.", "<i>x</i>"),
        ('<div>\n<data data-key="x">6</data>\n</div>', "<div>"),
        ("Moins de <cinq> communes & ]]>", "Moins de <cinq> communes & ]]>"),
    ],
)
def test_html_that_was_typed_is_words_in_the_page(markdown, words):
    found = html(markdown)
    assert {tag.name for tag in found.find_all()} <= {"p", "pre", "code"}
    assert re.sub(r"\s", "", words) in re.sub(r"\s", "", found.get_text())


def test_the_page_gets_the_same_words_as_the_pdf():
    markdown = (
        "## Titre\n\nQui agit ? *Elles* ; l'une : « oui »...\n\n- a\n- b `c : d`\n\nUne note.[^1]\n\n[^1]: La note !\n"
    )
    page, paper = html(markdown).get_text(), printed(markdown)
    for words in (
        f"Qui agit{NARROW}? Elles{NARROW}; l’une{NO_BREAK}: «{NO_BREAK}oui{NO_BREAK}»…",
        "c : d",
        f"La note{NARROW}!",
    ):
        assert words in page
        assert " ".join(words.split()) in paper


def test_headings_stand_below_the_parts_title_with_ids_made_of_their_words():
    markdown = "# Qui ?\n\n## Où l'on achète\n\n### Détail\n\n## Où l'on achète\n\n> # Cité"
    tree, _ = parse(markdown, "fr", FILE)
    found = [(tag.name, tag["id"]) for tag in html(markdown).find_all(re.compile("h[1-6]"))]
    assert found == [("h3", "p-qui"), ("h3", "p-ou-l-on-achete"), ("h4", "p-detail"), ("h3", "p-ou-l-on-achete-2"),
                     ("h3", "p-cite")]  # fmt: skip
    assert sections_of(tree, "p") == [("p-qui", f"Qui{NARROW}?"), ("p-ou-l-on-achete", "Où l’on achète"),
                                      ("p-ou-l-on-achete-2", "Où l’on achète")]  # fmt: skip


def test_notes_of_two_texts_do_not_share_ids():
    markdown = "Un.[^1]\n\n[^1]: Note.\n"
    ids = [{tag["id"] for tag in html(markdown, prefix=prefix).find_all(id=True)} for prefix in ("a", "b")]
    assert ids[0] and not ids[0] & ids[1]
    targets = {link["href"] for link in html(markdown, prefix="a").find_all("a")}
    assert targets == {"#a-fn1", "#a-fnref1"} and {target[1:] for target in targets} <= ids[0]


def test_a_number_keeps_its_key_in_the_page_and_in_the_pdf():
    marked = keyed("Il y en a **{{ a.count }}** ; soit {{a.share}} : {{ a.names }}.")
    printed_ = marked.replace("{{ a.count }}", "12").replace("{{a.share}}", "27").replace("{{ a.names }}", "l'une")
    found = html(printed_)
    assert [(tag["data-key"], tag.get_text()) for tag in found.find_all(attrs={"data-key": True})] == [
        ("a.count", "12"), ("a.share", "27"), ("a.names", "l’une")]  # fmt: skip
    assert found.get_text().strip() == f"Il y en a 12{NARROW}; soit 27{NO_BREAK}: l’une."
    # In the PDF a number is a call of the template's own function, its words as they would be without it.
    bare = re.sub(r'#number\("[^"]*"\)\[(.*?)\]', r"\1", typst(printed_))
    assert bare == typst("Il y en a **12** ; soit 27 : l'une.")
    assert re.findall(r'#number\("([^"]*)"\)', typst(printed_)) == ["a.count", "a.share", "a.names"]


def test_typography_sees_past_a_key():
    assert f"27{NARROW}%" in html(keyed("Soit {{ a }} %.").replace("{{ a }}", "27")).get_text()
    assert f'#number("a")[27]{NARROW}%' in typst(keyed("Soit {{ a }} %.").replace("{{ a }}", "27"))
    assert typst(keyed("{{ a }}. Un.").replace("{{ a }}", "6")).strip() == '#number("a")[6]. Un.'


@pytest.mark.parametrize(
    "markdown", ["[a](https://e.org/{{ k }})", "<https://e.org/{{ k }}>", "`{{ k }}`", "rien", "{{ un mot }}"]
)
def test_no_key_is_marked_where_it_would_be_no_number(markdown):
    assert keyed(markdown) == markdown


def test_a_mark_that_was_typed_is_printed():
    typed = 'Un <data data-key="x">mot</data>.'
    assert html(keyed(typed)).get_text().strip() == f"Un <data data-key=«{NO_BREAK}x{NO_BREAK}»>mot</data>."
    assert not html(keyed(typed)).find(attrs={"data-key": True})


def test_a_link_may_hold_a_number():
    found = html(keyed("[voir {{ k }}](https://e.org)").replace("{{ k }}", "6"))
    assert found.a["href"] == "https://e.org" and found.a.span["data-key"] == "k" and found.a.get_text() == "voir 6"
