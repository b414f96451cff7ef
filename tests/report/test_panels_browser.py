"""The panels as a reader opens them: in a browser, with mouse, keyboard, address and back button."""

import pytest
from playwright.sync_api import expect

HOSTILE = "note</script><img src=x onerror=alert(1)>"
KEY = "scheme.count"


def panel_of(page):
    return page.locator("dialog[open]")


def number_in(page, key=KEY):
    return page.locator(f'main a.number[data-key="{key}"]').first


def test_a_number_opens_its_panel_and_gets_the_focus_back(opened, site):
    page, trail = opened(), site[1]
    number = number_in(page)
    number.click()
    panel = panel_of(page)
    expect(panel).to_be_visible()
    assert page.url.endswith(f"#n:{KEY}")
    assert panel.locator("h2 code").inner_text() == KEY and "parmi les" in panel.locator(".definition").inner_text()
    assert page.evaluate("document.getElementById(document.querySelector('dialog').getAttribute('aria-labelledby'))"
                         " === document.activeElement")  # fmt: skip
    evidence = trail.states["2020"]["scheme"]["arbois"]["origin"]
    source = trail.sources[trail.facts[evidence]["source"]]
    fact = panel.locator(".fact", has_text=evidence).first
    assert fact.locator(".address a").get_attribute("href") == source["url"]
    assert fact.locator(".address a").get_attribute("rel") == "noopener" and source["title"] in fact.inner_text()
    assert HOSTILE in fact.inner_text() and page.locator("dialog img").count() == 0
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    page.wait_for_function("location.hash === ''")
    assert number.evaluate("it => it === document.activeElement")


def test_the_close_button_and_the_keyboard_do_the_same(opened):
    page = opened()
    number_in(page).focus()
    page.keyboard.press("Enter")
    panel_of(page).get_by_role("button", name="Fermer").click()
    expect(panel_of(page)).to_have_count(0)
    assert number_in(page).evaluate("it => it === document.activeElement")


def test_a_permalink_opens_the_panel(opened):
    page = opened(f"#n:{KEY}")
    expect(panel_of(page).locator("h2 code")).to_have_text(KEY)
    assert panel_of(page).get_by_role("link", name="Lien permanent").get_attribute("href") == f"#n:{KEY}"
    page.keyboard.press("Escape")
    expect(panel_of(page)).to_have_count(0)
    assert "#" not in page.url
    assert page.evaluate("document.activeElement.id") == f"n:{KEY}"


def test_the_back_button_closes_what_was_opened_and_goes_from_panel_to_panel(opened):
    page = opened()
    keys = page.evaluate(
        "[...document.querySelectorAll('main a.number[data-key^=\"table:\"]')].map(a => a.dataset.key)"
    )
    for key in keys:
        number_in(page, key).click()
        if panel_of(page).locator("li a.number").count():
            break
        page.keyboard.press("Escape")
        page.wait_for_function("location.hash === ''")
    inner = panel_of(page).locator("li a.number").first
    number = inner.get_attribute("data-key")
    inner.click()
    expect(panel_of(page).locator("h2 code")).to_have_text(number)
    page.go_back()
    expect(panel_of(page).locator("h2 code")).to_have_text(key)
    page.go_back()
    expect(panel_of(page)).to_have_count(0)
    page.go_forward()
    expect(panel_of(page).locator("h2 code")).to_have_text(key)
    page.keyboard.press("Escape")
    expect(panel_of(page)).to_have_count(0)


def test_every_number_has_a_panel_with_a_definition(opened):
    page = opened()
    keys = page.evaluate("[...new Set([...document.querySelectorAll('a.number')].map(a => a.dataset.key))]")
    assert len(keys) > 50
    missing = page.evaluate(
        """keys => {
          const bad = [];
          for (const key of keys) {
            document.querySelector(`a.number[data-key="${CSS.escape(key)}"]`).click();
            const panel = document.querySelector("dialog[open]");
            const said = panel?.querySelector(".definition")?.textContent ?? "";
            if (said.length < 10 || panel.querySelector("h2 code").textContent !== key
                || /undefined|\\[object|NaN/.test(panel.textContent)) bad.push(key);
          }
          return bad;
        }""",
        keys,
    )
    assert missing == []


def test_an_address_that_names_no_number_opens_nothing(opened):
    for end in ("#n:no.such.key", "#n:%E0%A4%A", "#n:", "#page-content"):
        assert panel_of(opened(end)).count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_panel_fits_the_window_and_is_not_printed(opened, width):
    page = opened(f"#n:{KEY}", width)
    expect(panel_of(page)).to_be_visible()
    box = panel_of(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 and box["y"] + box["height"] <= 800
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
    page.emulate_media(media="print")
    assert not page.locator("dialog").is_visible()


def test_without_a_script_a_number_leads_to_its_entry(opened):
    page = opened(java_script_enabled=False)
    number_in(page).click()
    assert page.url.endswith(f"#n:{KEY}") and panel_of(page).count() == 0
    assert page.locator(f'[id="n:{KEY}"]').is_visible()


def test_what_the_policy_does_not_name_does_not_run(browser, site, kept_site, tmp_path):
    text = kept_site["file"].read_text("utf-8")
    forged = tmp_path / "report.html"
    forged.write_text(text.replace("</body>", "<script>document.title = 'x'</script></body>"), "utf-8")
    page = browser.new_page()
    page.goto(forged.as_uri() + f"#n:{KEY}")
    expect(panel_of(page)).to_be_visible()
    assert page.title() != "x"
