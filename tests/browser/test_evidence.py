"""The evidence in a browser: wide and on a phone, with and without JavaScript, by keyboard, on paper."""

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/"
PAGES = {
    "start": "", "overview": "overview/", "measures": "measures/?words=knife",
    "measure": "measures/violence_with_injury/?view=rolling&beside=Greenwich",
    "other months": "measures/knife_crime/other-months/", "boroughs": "compare/?measure=knife_crime",
    "map of boroughs": "map/?measure=knife_crime", "map of wards": "map/?measure=violence_with_injury&by=ward",
    "wrong values": "compare/?measure=apples&from=2023-13&area=Lewishm",
}  # fmt: skip
DESK, PHONE = 1280, 320
pytestmark = pytest.mark.timeout(900)


def opened(page_of, address, width=DESK, **more):
    """The page, however long the first to ask for it waits until it is built on a busy machine."""
    page = page_of("analyst", width=width, **more)
    page.context.set_default_timeout(120_000)
    page.goto(HERE + address)
    return page


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_axe_finds_nothing(page_of, axe, shown, name, width):
    page = opened(page_of, PAGES[name], width)
    shown(page, f"evidence-{name.replace(' ', '-')}-{width}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_front_page_to_a_claim_in_other_months(page_of, width, javascript):
    page = opened(page_of, "", width, javascript=javascript)
    expect(page.get_by_role("heading", name="Going up")).to_be_visible()
    page.get_by_role("link", name="See every measure").click()
    expect(page.get_by_role("heading", name="Missing data")).to_be_visible()
    page.get_by_role("link", name="Robbery of personal property", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Robbery of personal property in Lewisham"
    assert page.locator(".cg-drawing svg:visible").count() > 0
    page.get_by_role("link", name="Quarter by quarter").click()
    assert page.locator("[aria-current=true]", has_text="Quarter by quarter").count() == 1
    page.get_by_label("Beside another area").select_option(label="Southwark")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Beside Southwark")).to_be_visible()
    assert "view=quarter" in page.url
    page.get_by_role("link", name="See whether the same could be said").click()
    assert page.get_by_text("(the claim)").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_boroughs_are_compared_over_months_of_ones_own_and_the_address_keeps_them(page_of, javascript):
    page = opened(page_of, "compare/", javascript=javascript)
    page.get_by_label("Measure").select_option(label="Violence against the person")
    page.get_by_text("Choose other months or another edition").click()
    page.get_by_label("First month").fill("2018-04")
    page.get_by_label("Last month").fill("2018-09")
    page.get_by_label("Published").select_option("mps_borough-2019-02")
    page.get_by_role("button", name="Compare").click()
    said = page.locator(".cg-statement").first.inner_text()
    assert "4,678" in said and "4,820" in said
    page.get_by_role("link", name="Link to this page").click()
    page.wait_for_url("**period=2018-04..2018-09**")
    assert page.locator(".cg-statement").first.inner_text() == said


def test_a_wrong_month_is_said_at_the_top_and_mended(page_of):
    page = opened(page_of, "measures/knife_crime/?from=2023-13&to=2024-12")
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_from"
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2024-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2024-01**")
    assert page.locator(".govuk-error-summary").count() == 0
    assert "2024" in page.locator(".cg-statement").first.inner_text()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_list_beside_the_map_is_for_the_keyboard(page_of, width):
    page = opened(page_of, "map/?measure=violence_with_injury&by=ward", width)
    page.wait_for_selector("[data-map=drawn]")
    first = page.locator("[data-place] a").first
    first.focus()
    name = first.inner_text()
    assert page.locator(".cg-place--chosen").inner_text().startswith(name)
    assert page.locator(".cg-map__said").inner_text().startswith(f"{name}: ")
    page.keyboard.press("Tab")
    second = page.locator("[data-place] a").nth(1).inner_text()
    assert page.locator(".cg-map__said").inner_text().startswith(f"{second}: ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/measures/violence_with_injury/**")
    assert page.locator("h1").inner_text() == f"Violence with injury in {second}"


def test_without_javascript_the_map_is_a_picture_with_its_list(page_of):
    page = opened(page_of, "map/?measure=violence_with_injury&by=ward", javascript=False)
    assert page.locator(".cg-map__still svg path").count() == page.locator("[data-place]").count() == 19
    expect(page.locator(".cg-map__still svg")).to_be_visible()


@pytest.mark.parametrize("kind", ["CSV", "ODS", "PNG", "SVG"])
def test_a_file_is_saved(page_of, kind):
    page = opened(page_of, "measures/knife_crime/")
    with page.expect_download() as saved:
        page.get_by_role("link", name=f"{kind} of Knife crime").first.click()
    assert saved.value.suggested_filename.endswith(f".{kind.lower()}")
    assert saved.value.path().stat().st_size > 500


def test_on_paper_there_are_words_and_charts_and_no_controls(page_of):
    page = opened(page_of, "measures/knife_crime/")
    page.emulate_media(media="print")
    expect(page.locator(".cg-statement").first).to_be_visible()
    expect(page.locator(".cg-drawing__page svg").first).to_be_visible()
    controls = (".cg-ask", ".cg-choices", ".govuk-service-navigation")
    assert [one for one in controls if page.locator(one).is_visible()] == []
