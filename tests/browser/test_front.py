"""The browser tests themselves: a page opens for each role, and a page that complains is noticed."""

import pytest
from playwright.sync_api import Error


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_a_member_finds_their_partnership(page_of, who, javascript):
    page = page_of(who, javascript=javascript)
    answer = page.goto("/partnerships/lewisham/")
    assert (answer.status, page.locator("h1").count()) == (200, 1)


def test_a_visitor_is_asked_to_sign_in(page_of):
    page = page_of()
    page.goto("/partnerships/lewisham/")
    assert "/account/login/" in page.url


def test_what_is_wrong_with_a_page_is_noticed(page_of, site):
    page = page_of("analyst")
    page.goto("/partnerships/lewisham/")
    page.evaluate("() => { console.error('something broke'); setTimeout(() => { throw new Error('thrown') }) }")
    with pytest.raises(Error):
        page.evaluate("() => fetch('http://127.0.0.1:9/elsewhere')")
    page.evaluate("() => fetch('/static/missing.css')")
    page.wait_for_timeout(200)
    noticed = " ".join(page.faults)
    for word in ("something broke", "thrown", "127.0.0.1:9", "missing.css", "Content Security Policy"):
        assert word in noticed
    page.faults.clear()


def test_the_site_answers_questions(site):
    found = site.run("from commonground.partnership.models import Partnership\nprint(Partnership.objects.count())")
    assert found == "5"
