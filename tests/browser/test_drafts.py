"""What someone types is still there: after a pause, after the sitting has ended, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

TEXTS = "/partnerships/lewisham/assessments/texts/"
WHO = "analyst"


@pytest.fixture(autouse=True)
def tidy(site):
    yield
    site.run("from commonground.partnership.models import Draft\nDraft.objects.all().delete()")


def open_text(page):
    """The page of the first text that an officer writes."""
    page.goto(TEXTS)
    first = page.locator(f"main a[href^='{TEXTS}']:not([href$='/versions/'])").first
    first.click()
    return page.locator("textarea[name=text]")


def end_sitting(site, page):
    """As if nobody had done anything for two hours."""
    (key,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "session"]
    site.run(f"""
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore("{key}")
session["sitting_seen"] -= 7200
session.save()
""")


def sign_in_again(site, page):
    cookie = site.ask("sign_in", site.email(WHO))
    page.context.add_cookies([{**cookie, "url": site.address}])


def test_what_is_typed_is_kept_while_typing(page_of, site, axe):
    page = page_of(WHO)
    box = open_text(page)
    address = page.url
    box.click()
    page.keyboard.type("Half a sent", delay=20)
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    axe(page)
    later = page_of(WHO, width=320)
    later.goto(address)
    assert later.locator("textarea[name=text]").input_value() == "Half a sent"
    assert later.get_by_text("These fields hold what you typed on").count() == 1
    axe(later)
    later.goto("/account/drafts/")
    axe(later)
    later.get_by_role("button", name="Delete").click()
    later.goto(address)
    assert "Half a sent" not in later.locator("textarea[name=text]").input_value()


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_sent_after_the_sitting_is_there_after_signing_in(page_of, site, javascript):
    page = page_of(WHO, javascript=javascript)
    box = open_text(page)
    address = page.url
    end_sitting(site, page)
    box.fill("Typed over two hours.")
    page.get_by_role("button", name="Save", exact=False).first.click()
    page.wait_for_url("**/account/login/**")
    assert page.get_by_text("What you typed is kept: sign in to go on.").count() == 1
    sign_in_again(site, page)
    page.goto(address)
    assert page.locator("textarea[name=text]").input_value() == "Typed over two hours."


def test_typing_on_after_the_sitting_is_kept_and_said_beside_the_text(page_of, site):
    page = page_of(WHO)
    box = open_text(page)
    address = page.url
    end_sitting(site, page)
    box.click()
    page.keyboard.type("Typed late", delay=20)
    expect(page.get_by_text("What you have typed so far is kept. Sign in again to go on.")).to_be_visible()
    assert page.url == address
    sign_in_again(site, page)
    page.goto(address)
    assert page.locator("textarea[name=text]").input_value() == "Typed late"
