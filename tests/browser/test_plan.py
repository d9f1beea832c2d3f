"""The plan in a browser: read wide and narrow, by keyboard, without JavaScript, by axe; answered, added to, ticked."""

import re

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/plan/"
FIND = """
from commonground.plan.models import Action, Answer
from django_scopes import scopes_disabled
with scopes_disabled():
    rows = {rows}
    print(rows.filter(partnership__slug="lewisham").{which})
"""


@pytest.fixture(scope="module")
def there(site) -> dict[str, str]:
    """Addresses of the demonstration’s plan: an action with a measure that should move, and the answer to T3."""

    def found(rows: str, which: str) -> str:
        return site.run(FIND.format(rows=rows, which=which)).strip()

    action = found("Action.objects", 'filter(expectations__isnull=False, tasks__done=None, state="open")[0].public_id')
    answer = found("Answer.objects", 'get(item__ref="T3", plan__ended_on=None).public_id')
    return {"action": f"{HERE}actions/{action}/", "answer": f"{HERE}answers/{answer}/"}


def fits(page) -> None:
    """Nothing is wider than the screen."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_for_everybody(page_of, axe, there, shown, width):
    page = page_of("plan_owner", width=width)
    pages = [
        HERE, f"{HERE}edit/", f"{HERE}begin/", f"{HERE}themes/governance/", f"{HERE}themes/governance/write/",
        f"{HERE}actions/", f"{HERE}actions/add/", f"{HERE}actions/add/governance/", f"{HERE}orphans/",
        f"{HERE}template/", there["answer"], f"{there['answer']}attach/measure/", f"{there['answer']}attach/file/",
        there["action"], f"{there['action']}how-it-goes/", f"{there['action']}hand-over/", f"{there['action']}drop/",
        f"{there['action']}finish/", f"{there['action']}tasks/add/",
        *(f"{there['action']}edit/{part}/" for part in ("what", "when", "cost", "serves", "helpers", "measures")),
    ]  # fmt: skip
    for number, address in enumerate(pages):
        assert page.goto(address).ok, address
        fits(page)
        axe(page)
        shown(page, f"plan-{width}-{number:02}")
    page.goto(f"{HERE}template/")
    page.get_by_role("region", name="Newer versions").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Where each answer goes")).to_be_visible()
    fits(page)
    axe(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_councillor_reads_the_plan_of_the_last_closed_review(page_of, axe, width):
    page = page_of("councillor", width=width)
    page.goto(HERE)
    fits(page)
    axe(page)


@pytest.mark.parametrize(("width", "javascript"), [(1280, False), (320, False), (320, True)])
def test_a_standard_is_answered_an_action_added_and_a_task_ticked(page_of, there, width, javascript):
    page, name = page_of("plan_owner", width=width, javascript=javascript), f"Ask {width} shops, {javascript}"
    page.goto(there["answer"])
    page.get_by_label("Partly met").check()
    page.get_by_label("The local position").fill(f"Kept since May. {name}.")
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text(f"Kept since May. {name}.")).to_be_visible()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What is to be done?").fill(name)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Who is accountable?").select_option(index=1)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("link", name="Add a task").click()
    page.get_by_label("Task or milestone").fill("The first ten")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name=re.compile("^Done.*The first ten")).click()
    expect(page.get_by_role("button", name=re.compile("^Not done after all.*The first ten"))).to_be_visible()
    page.get_by_role("link", name="Drop it").click()
    page.get_by_label("Why?").fill("It was for a test.")
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("It was for a test.")).to_be_visible()


def test_an_answer_is_given_by_keyboard_alone(page_of, there):
    page = page_of("plan_owner")
    page.goto(there["answer"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    page.get_by_label("Partly met").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Not met").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("The answer to T3 is saved.")).to_be_visible()
    expect(page.get_by_text("By keyboard.")).to_be_visible()


def test_the_owner_s_view_and_what_follows_are_told_by_words_not_by_colour(page_of, there):
    page = page_of("plan_owner")
    page.goto(f"{HERE}actions/")
    for said in page.locator(".cg-rag").all():
        assert said.inner_text().strip() != ""
        assert said.locator("svg").count() == 1


def test_a_logic_model_reads_as_a_list_from_need_to_measures(page_of):
    page = page_of("analyst", javascript=False)
    page.goto(f"{HERE}themes/targeting-lawbreakers/")
    steps = page.get_by_role("region", name="Logic model").get_by_role("heading", level=3).all_inner_texts()
    assert steps == [
        "Need", "What is put in", "What is done", "What was reached", "What success looks like", "What should move"
    ]  # fmt: skip


def test_a_plan_is_printed_without_its_menus(page_of):
    page = page_of("analyst")
    page.goto(HERE)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Plan")).to_be_hidden()
    expect(page.get_by_role("heading", name="Themes")).to_be_visible()
