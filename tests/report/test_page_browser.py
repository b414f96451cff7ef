"""The page as readers use it: its facts searched and sorted, by mouse and keyboard; its contents; dark; on paper.

What axe-core finds, it finds here; what it cannot find is told in docs/accessibility.md.
"""

import io
import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

SCRIPT = "</script><script>alert(1)</script>"
LONG = "Clause " * 57 + "et"  # 401 signs
TURNED = "noté \u202eà l’envers\u202c 🚲"
MANY = 70
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def prepared(data):
    """More facts than are shown at first, and words that try to be more than words."""
    fact, source = data["facts"]["E005"], next(iter(data["sources"].values()))
    data["sources"]["S900"] = {**source, "title": SCRIPT, "url": "javascript:alert(1)", "row": 90}
    data["questions"]["clauses"]["label"] = {"fr": LONG, "en": LONG}
    notes = {name: TURNED for name in fact if name.startswith("note")}
    for number in range(MANY):
        about = {"question": "clauses", "lever": 1, "territory": "belleville", "source": "S900", "row": 100 + number,
                 "as_of": f"2019-{1 + number % 12:02}", "as_of_precision": "month"}  # fmt: skip
        data["facts"][f"X{number:03}"] = {**fact, **notes, **about}


def live(trail):
    return {
        evidence: fact for evidence, fact in trail.facts.items()
        if fact["standing"][trail.wave][0] == "live" and fact["question"] in trail.questions
    }  # fmt: skip


@pytest.fixture
def table(opened):
    """The page with its table of facts made."""

    def run(**how):
        page = opened(**how)
        expect(page.locator(".facts")).to_be_visible()
        return page

    return run


def shown(page, every=True):
    """The evidence ids in the table, all of them asked for."""
    more = page.locator("[data-tool=more]")
    if every and more.is_visible():
        more.click()
    return page.locator(".facts tbody a[data-key]").evaluate_all("all => all.map(it => it.dataset.key)")


def choose(page, name, label):
    page.locator(f"[data-tool={name}]").select_option(label=label)


def test_the_table_holds_the_facts_that_count_with_their_sources(table, site):
    page, trail = table(), site[1]
    facts = live(trail)
    assert len(facts) > MANY
    assert sorted(shown(page)) == sorted(facts)
    for evidence in ("E005", "E001"):
        row = page.locator(".facts tr", has=page.locator(f'a[data-key="{evidence}"]'))
        fact, source = facts[evidence], trail.sources[facts[evidence]["source"]]
        said = row.inner_text()
        assert trail.territories[fact["territory"]]["short_name"] in said
        assert trail.questions[fact["question"]]["label"]["fr"].replace("'", "’") in said
        assert row.locator("td a").first.get_attribute("href") == source["url"]


def test_it_is_narrowed_by_territory_lever_question_and_words(table, site):
    page, trail = table(), site[1]
    facts = live(trail)
    arbois = {evidence for evidence, fact in facts.items() if fact["territory"] == "arbois"}
    choose(page, "territory", "Arbois")
    assert set(shown(page)) == arbois
    expect(page.locator("[data-tool=count]")).to_have_text(f"{len(arbois)} faits sur {len(facts)}")
    lever = trail.levers["0"]["title"]["fr"]
    choose(page, "lever", lever)
    both = {evidence for evidence in arbois if facts[evidence]["lever"] == 0}
    assert set(shown(page)) == both and both < arbois
    # What can be chosen next is what that lever asks.
    offered = page.locator("[data-tool=question] option").all_inner_texts()[1:]
    asked = {fact["question"] for fact in facts.values() if fact["lever"] == 0}
    assert set(offered) == {trail.label(question, "fr").replace("'", "’") for question in asked}
    choose(page, "question", offered[0])
    assert {facts[evidence]["question"] for evidence in shown(page)} <= asked
    page.get_by_role("button", name="Effacer").click()
    assert page.evaluate("document.activeElement.dataset.tool") == "search"
    assert set(shown(page)) == set(facts)
    page.get_by_label("Rechercher").fill("NOTE à l'envers")  # capitals, accents and apostrophes make no difference
    assert set(shown(page)) == {evidence for evidence in facts if evidence.startswith("X")}
    page.get_by_label("Rechercher").fill("rien de tel")
    assert shown(page) == []
    expect(page.locator("[data-tool=count]")).to_have_text(f"0 faits sur {len(facts)}")


def test_it_is_sorted_both_ways(table, site):
    page, facts = table(), live(site[1])
    before = shown(page)
    heads = page.locator(".facts thead th")
    page.get_by_role("button", name="Date").click()
    days = [facts[evidence]["as_of"] for evidence in shown(page)]
    assert days == sorted(facts[evidence]["as_of"] for evidence in facts)
    assert heads.evaluate_all("all => all.map(it => it.ariaSort)").count("ascending") == 1
    page.get_by_role("button", name="Date").click()
    assert [facts[evidence]["as_of"] for evidence in shown(page)] == days[::-1]
    page.get_by_role("button", name="Fait").click()
    assert shown(page) == sorted(facts)
    page.get_by_role("button", name="Levier et question").click()
    order = list(site[1].questions)
    asked = [order.index(facts[evidence]["question"]) for evidence in shown(page)]
    assert asked == sorted(asked) and sorted(shown(page)) == sorted(before)
    page.get_by_role("button", name="Territoire").click()
    names = page.locator(".facts tbody th").all_inner_texts()
    assert names == sorted(names)


def test_the_first_rows_are_shown_and_the_others_when_asked_for(table, site):
    page, facts = table(), live(site[1])
    few = shown(page, every=False)
    assert 0 < len(few) < len(facts)
    page.get_by_role("button", name=f"Afficher les {len(facts)}").focus()
    page.keyboard.press("Enter")
    every = shown(page)
    assert every[: len(few)] == few and len(every) == len(facts)
    assert page.evaluate("document.activeElement.dataset.key") == every[len(few)]
    expect(page.locator("[data-tool=more]")).to_be_hidden()


def test_a_keyboard_is_enough(table):
    page = table()
    page.get_by_label("Rechercher").focus()
    page.keyboard.type("E005")
    found = shown(page)
    assert found == ["E005"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.tool") == "territory"
    page.keyboard.type("Bel")  # it is of another
    assert shown(page) == []
    page.keyboard.press("Home")
    assert shown(page) == found
    for name in ("lever", "question", "clear"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.tool") == name
    page.keyboard.press("Tab")  # the table itself, which scrolls
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('th').ariaSort") == "ascending"
    page.keyboard.press(" ")
    assert page.evaluate("document.activeElement.closest('th').ariaSort") == "descending"
    key = page.locator(".facts tbody a[data-key]").last
    key.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] h2 code")).to_have_text(key.get_attribute("data-key"))
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert key.evaluate("it => it === document.activeElement")


def test_a_fact_has_a_permalink_that_says_what_rests_on_it(opened, site):
    page, trail = opened("#e:E005"), site[1]
    panel = page.locator("dialog[open]")
    expect(panel.locator("h2 code")).to_have_text("E005")
    assert panel.get_by_role("link", name="Lien permanent").get_attribute("href") == "#e:E005"
    fact = trail.facts["E005"]
    assert trail.sources[fact["source"]]["title"] in panel.inner_text()
    panel.locator("summary").click()
    resting = panel.locator("details a.number").evaluate_all("all => all.map(it => it.dataset.key)")
    assert "scheme.count" in resting and not [key for key in resting if key.startswith("elected.")]
    panel.locator('a[data-key="scheme.count"]').first.click()
    expect(panel.locator("h2 code")).to_have_text("scheme.count")
    page.go_back()
    expect(panel.locator("h2 code")).to_have_text("E005")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert "#" not in page.url


def test_every_permalink_opens_its_panel(table):
    page = table()
    wrong = page.evaluate(
        """async () => {
          const names = [...document.querySelectorAll("a[data-key]")].map(a => a.getAttribute("href").slice(1));
          const wrong = [];
          for (const name of new Set(names)) {
            const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
            location.hash = `#${encodeURIComponent(name)}`;
            await changed;
            if (document.querySelector("dialog[open] h2 code")?.textContent !== name.slice(2)) wrong.push(name);
          }
          return [wrong, new Set(names).size];
        }"""
    )
    assert wrong[0] == [] and wrong[1] > 100


def test_hostile_words_are_words(table):
    page = table()
    shown(page)
    row = page.locator(".facts tbody tr", has=page.locator('a[data-key="X001"]'))
    said = row.inner_text()
    assert SCRIPT in said and " ".join(LONG.split()) in " ".join(said.split()) and "🚲" in said and "\u202e" not in said
    assert row.locator("a").evaluate_all("all => all.map(it => it.getAttribute('href'))") == ["#e:X001"]
    assert page.locator("main script").count() == 0
    box, around = row.bounding_box(), page.locator(".facts .scroll").bounding_box()
    assert box["width"] <= page.evaluate("document.querySelector('.facts .scroll').scrollWidth") + 1
    assert around["x"] + around["width"] <= 1280


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(table, width):
    page = table(width=width)
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_contents_follow_the_reader(opened):
    page = opened()
    targets = page.locator("nav.contents a").evaluate_all("all => all.map(it => it.hash.slice(1))")
    assert len(targets) > 10
    for target in targets:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", target)
        # The last sections of a page may be too short to come to the top.
        ends = page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
        current = page.locator("nav.contents [aria-current]")
        if not ends:
            expect(page.locator(f'nav.contents a[href="#{target}"]')).to_have_attribute("aria-current", "location")
        expect(current).to_have_count(1)
        expect(current).to_be_in_viewport()


def ground(page, of):
    return page.locator(of).first.evaluate("it => getComputedStyle(it).backgroundColor")


def test_dark_is_dark_drawings_keep_their_ground_and_paper_is_white(opened):
    white = "rgb(255, 255, 255)"
    page = opened(color_scheme="dark")
    dark = [int(part) for part in ground(page, "body").removeprefix("rgb(").rstrip(")").split(",")]
    assert max(dark) < 64 and ground(page, ".drawing svg") == white
    page.emulate_media(media="print", color_scheme="dark")
    assert ground(page, "body") == white
    assert ground(opened(color_scheme="light"), "body") == white


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("end", ["", "#n:scheme.count", "#e:E005"])
def test_axe_finds_nothing(opened, width, scheme, end):
    page = opened(end, width, color_scheme=scheme)
    expect(page.locator(".facts")).to_be_visible()
    if not end:
        page.locator("details").evaluate_all("all => all.forEach(it => it.open = true)")
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_axe_looks_at_what_we_think_it_does(opened):
    page = opened()
    page.evaluate("document.querySelector('.summary, .prose').style.color = '#bbb'")
    page.evaluate("document.querySelector('.drawing svg').removeAttribute('aria-labelledby')")
    page.evaluate("document.querySelectorAll('.drawing svg title').forEach(it => it.remove())")
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    assert {rule["id"] for rule in found} >= {"color-contrast", "svg-img-alt"}


def test_it_prints_with_its_tables_whole_and_without_its_controls(table, tmp_path):
    page = table()
    captions = page.locator("caption .label, figcaption .label").all_inner_texts()
    last = page.locator("#table-lever-1-indicators tbody tr").last.inner_text()
    page.emulate_media(media="print")
    # As broad as the paper between its margins.
    page.set_viewport_size({"width": 643, "height": 971})
    for hidden in (".filters", "nav.contents", "dialog", "details", "[data-tool=more]", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    cut = page.evaluate(
        """[...document.querySelectorAll("table, svg[role=img], .cards")]
          .filter(it => it.offsetParent !== null || it.tagName === "svg")
          .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map(it => it.closest("[id]").id)"""
    )
    assert cut == []
    text = "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    flat = " ".join(text.split())
    assert [label for label in captions if " ".join(label.split()) not in flat] == []
    assert [word for word in last.split() if word not in flat] == []
    assert "Effacer" not in flat and json.dumps("Rechercher") not in flat and "Afficher les" not in flat
