"""The public plan in a browser: asked for, approved, read by a visitor, commented on, and replied to."""

import gzip

import pytest
from playwright.sync_api import expect

INSIDE, OUTSIDE = "/partnerships/lewisham/plan/public/", "/published/plans/lewisham/"
LIGHT = 60 * 1024  # bytes of a page as it is sent
BOTH = pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])


def looked_at(page, axe, javascript: bool) -> None:
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    if javascript:
        axe(page)


@BOTH
def test_from_asking_to_a_reply(page_of, axe, width, javascript):
    seen = {who: page_of(who, width=width, javascript=javascript) for who in ("plan_owner", "panel_chair", None)}
    owner, chair, visitor = seen.values()
    owner.goto(INSIDE)
    looked_at(owner, axe, javascript)
    owner.get_by_role("button", name="Ask to publish").click()
    looked_at(owner, axe, javascript)
    summary = f"Partners work together so that fewer people are hurt ({width})."
    owner.get_by_label("Summary in plain English").fill(summary)
    owner.get_by_role("button", name="Ask for approval").click()
    expect(owner.get_by_text("somebody else has to approve it")).to_be_visible()

    chair.goto(owner.url)
    looked_at(chair, axe, javascript)
    chair.get_by_role("link", name="Read it as the public would").click()
    looked_at(chair, axe, javascript)
    chair.go_back()
    chair.get_by_role("button", name="Approve and publish").click()
    looked_at(chair, axe, javascript)
    if (read := chair.get_by_label("I have read")).count():
        chair.get_by_role("button", name="Publish").click()
        expect(chair.get_by_role("link", name="Read each of the places")).to_be_visible()
        read.check()
    chair.get_by_role("button", name="Publish").click()
    expect(chair.get_by_text("It is on the public page.")).to_be_visible()

    visitor.goto(OUTSIDE)
    expect(visitor.get_by_text(summary)).to_be_visible()
    visitor.get_by_role("link", name="Comment on this plan").click()
    looked_at(visitor, axe, javascript)
    said = f"More lights in the park, please ({width})."
    visitor.get_by_role("button", name="Send the comment").click()
    expect(visitor.get_by_role("link", name="Write a comment")).to_be_visible()
    visitor.get_by_label("Your comment").fill(said)
    visitor.get_by_role("button", name="Send the comment").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    another = page_of(width=width, javascript=javascript)  # a browser keeps the page for a minute
    another.goto(OUTSIDE)
    assert another.get_by_text(said).count() == 0

    owner.goto(f"{INSIDE}comments/")
    looked_at(owner, axe, javascript)
    owner.get_by_role("link", name=said).click()
    looked_at(owner, axe, javascript)
    owner.get_by_label("Show it on the public page").check()
    owner.get_by_role("button", name="Keep the decision").click()
    owner.get_by_role("link", name=said).click()
    owner.get_by_role("link", name="Reply to it").click()
    looked_at(owner, axe, javascript)
    owner.get_by_label("Reply in the partnership’s name").fill(f"The council asked for them in May ({width}).")
    owner.get_by_role("button", name="Keep the reply").click()
    another = page_of(width=width, javascript=javascript)
    another.goto(OUTSIDE)
    expect(another.get_by_text(said)).to_be_visible()
    expect(another.get_by_text(f"The council asked for them in May ({width}).")).to_be_visible()


@BOTH
def test_a_visitor_reads_the_plan_and_is_told_how_sure_it_is(page_of, axe, shown, width, javascript):
    page = page_of(width=width, javascript=javascript)
    for address in ("/published/plans/", OUTSIDE, f"{OUTSIDE}comments/"):
        answer = page.goto(address)
        assert len(gzip.compress(answer.body())) < LIGHT
        looked_at(page, axe, javascript)
    page.goto(OUTSIDE)
    shown(page, f"public-plan-{width}")
    page.get_by_role("link", name="How sure can one be?").click()
    expect(page.get_by_text("that violence rose or fell because of this plan")).to_be_in_viewport()
    page.locator("summary", has_text="More about A01").click()
    expect(page.get_by_text("Agencies that help").first).to_be_visible()
