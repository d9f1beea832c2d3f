"""Every part of a page in a browser: wide and narrow, with JavaScript and without, by keyboard and on paper."""

import pytest
from playwright.sync_api import expect

WIDE, NARROW = 1280, 320
ADDRESS = "/design/"
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter((e) => !e.closest(".cg-scroll, svg")).map((e) => e.outerHTML.slice(0, 100))"""
FOCUSED = """() => {
    const e = document.activeElement, look = getComputedStyle(e), seen = []
    const around = e.closest(".govuk-radios__item, .govuk-checkboxes__item")?.querySelector("label")
    const map = e.closest(".cg-map__live")
    if (map && getComputedStyle(map).boxShadow !== "none") seen.push("the edge of the map")
    if (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) seen.push("outline")
    if (look.boxShadow !== "none") seen.push("shadow")
    if (around && getComputedStyle(around, "::before").boxShadow !== "none") seen.push("mark")
    return [e === document.body ? "" : e.outerHTML.slice(0, 120), seen.length > 0]
}"""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .filter((e) => e.offsetParent && !e.closest("p, .govuk-breadcrumbs, .govuk-skip-link, td, th"))
    .filter((e) => e.getBoundingClientRect().height < 24 && getComputedStyle(e).display !== "inline")
    .map((e) => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_parts_can_be_used_by_everyone(page_of, axe, width, scripts):
    """Axe is a script itself, so the pages without are those whose own scripts are kept from them."""
    page = page_of(width=width)
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    page.goto(ADDRESS)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_keyboard_reaches_every_part_and_shows_where_it_is(page_of, width):
    page = page_of(width=width)
    page.goto(ADDRESS)
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        element, seen = page.evaluate(FOCUSED)
        if not element or element in reached[:1]:
            break
        reached.append(element)
        assert seen, element
    text = " ".join(reached)
    parts = ("govuk-skip-link", "cg-map__list", "maplibregl", "moj-filter__tag", "cg-sort", "id_day_0", "/roles/")
    assert [part for part in parts if part not in text] == []


def test_without_javascript_nothing_is_hidden_that_was_promised(page_of):
    page = page_of(javascript=False)
    page.goto(ADDRESS)
    expect(page.locator("#by-month")).to_be_visible()
    expect(page.locator("#by-year")).to_be_visible()
    expect(page.locator(".cg-map__still svg")).to_be_visible()
    expect(page.get_by_text("You can enter up to 300 characters")).to_be_visible()


def test_with_javascript_the_map_is_drawn_and_speaks_for_the_list(page_of):
    page = page_of()
    page.goto(ADDRESS)
    page.wait_for_selector("[data-map=drawn]")
    page.locator("[data-place=a] a").focus()
    assert page.locator(".cg-map__said").inner_text() == "Harbour: 6.1"
    expect(page.locator(".cg-map__still")).not_to_be_visible()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(WIDE, "page", "phone"), (NARROW, "phone", "page")])
def test_a_chart_is_drawn_for_the_width_it_has(page_of, width, shown, hidden):
    page = page_of(width=width)
    page.goto(ADDRESS)
    expect(page.locator(f"#invented-months .cg-drawing__{shown}")).to_be_visible()
    expect(page.locator(f"#invented-months .cg-drawing__{hidden}")).not_to_be_visible()
    smallest = page.evaluate(
        """(shown) => Math.min(...[...document.querySelectorAll(`#invented-months .cg-drawing__${shown} text`)]
            .filter((t) => t.textContent).map((t) => t.getScreenCTM().a * parseFloat(getComputedStyle(t).fontSize)))""",
        shown,
    )
    assert smallest >= 11.5


def test_on_paper_the_frame_is_gone_and_what_was_folded_is_open(page_of):
    page = page_of()
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    expect(page.locator(".govuk-breadcrumbs")).not_to_be_visible()
    expect(page.locator(".moj-filter")).not_to_be_visible()
    expect(page.locator("#by-year")).to_be_visible()
    expect(page.locator("#invented-months-table")).to_be_visible()


def test_a_part_that_is_at_work_renews_itself_and_nothing_else(page_of):
    page = page_of()
    page.goto(ADDRESS)
    page.evaluate("() => document.querySelectorAll('[data-part], h1').forEach((e) => { e.title = 'the first' })")
    page.wait_for_selector("[data-part]:not([title])")
    assert page.locator("h1").get_attribute("title") == "the first"
    page.wait_for_timeout(2500)  # and again
    assert page.locator(".cg-progress [data-part]").count() == 1


def test_a_draft_is_kept_while_someone_types(page_of):
    page = page_of()
    sent = []

    def keep(route):
        sent.append(route.request.post_data)
        route.fulfill(body="Draft kept at 14:02.", content_type="text/html")

    page.route("**/kept/", keep)
    form = '<form><input name="words"><p data-keeps="/kept/"></p></form><script src="/static/live.js" defer></script>'
    page.route("**/typing/", lambda route: route.fulfill(body=f"<!DOCTYPE html>{form}", content_type="text/html"))
    page.goto("/typing/")
    page.locator("input").press_sequentially("Two words")
    page.get_by_text("Draft kept at 14:02.").wait_for()
    assert sent == ["words=Two+words"]
