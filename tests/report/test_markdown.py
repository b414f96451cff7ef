import io
import re
from datetime import date

import pypandoc
import pypdf
import pytest

from study.base.errors import Place
from study.report.markdown import NotProse, to_typst
from study.report.typst import compile_pdf

FILE = "data/raw/waves/2020/commentary/fr/lever-1.md"
NARROW, NO_BREAK = "\u202f", "\u00a0"


def typst(markdown, lang="fr"):
    markup, problems = to_typst(markdown, lang, FILE)
    assert problems == []
    return markup


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
    markup, _ = to_typst(markdown, "fr", FILE)
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
    _, problems = to_typst(markdown, "fr", FILE)
    assert [(type(problem), problem.place, problem.value) for problem in problems] == [(NotProse, Place(FILE), value)]
    assert kind in said(problems[0], "en") and FILE in said(problems[0], "fr")
    assert "{" not in said(problems[0], "fr")


def test_all_refusals_come_at_once():
    _, problems = to_typst("![a](a.png)\n\n[b](javascript:b) ![c](c.png)", "fr", FILE)
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
