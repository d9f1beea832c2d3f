"""Signing in, in a browser: with a password, an app and a key; as an invented person; with and without JavaScript."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

ADDRESS, PASSWORD = "browser.person@example.org", "correct horse battery staple"
SIZES = [(1280, True), (320, True), (1280, False), (320, False)]


@pytest.fixture
def person(site):
    """A real person at the table of Lewisham, who has a password and no second step yet."""
    site.run(f"""
from datetime import timedelta
from django.utils import timezone
from commonground.partnership.models import Membership, Partnership, User
user = User(email="{ADDRESS}", name="Browser Person")
user.set_password("{PASSWORD}")
user.save()
""")
    yield ADDRESS
    site.run(f"""
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from commonground.partnership.models import User
user = User.objects.get(email="{ADDRESS}")
Authenticator.objects.filter(user=user).delete()
UserSession.objects.filter(user=user).delete()
user.is_active, user.email = False, f"gone.{{user.public_id}}@example.org"
user.save()
cache.clear()
""")


def code_of(secret):
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(page):
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fits(page):
    """Nothing sticks out at the side."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "javascript"), SIZES)
def test_a_password_an_app_and_a_code_lead_in(page_of, site, person, axe, width, javascript):
    page = page_of(width=width, javascript=javascript)
    sign_in(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Second step at sign-in"
    page.goto("/")
    assert page.url.endswith("/account/second-step/")
    page.get_by_role("link", name="Set up an app").click()
    assert page.locator("img[alt^='A QR code']").evaluate("image => image.naturalWidth") > 100
    if javascript:
        axe(page)
    assert fits(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Recovery codes"
    recovery = page.locator("code").all_inner_texts()
    assert len(recovery) == 10
    if javascript:
        axe(page)
    page.get_by_role("link", name="Go on to Common Ground").click()
    assert page.url == f"{site.address}/"
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Second step"
    if javascript:
        axe(page)
    assert fits(page)
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_text("Browser Person").count() >= 1


def test_a_key_is_added_and_leads_in(page_of, site, person, axe):
    page = page_of()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
           "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page)
    page.get_by_role("link", name="Add a key").click()
    axe(page)
    page.get_by_label("Name of the key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/codes/")
    page.goto("/account/second-step/keys/")
    assert page.get_by_text("Blue key").count() >= 1
    axe(page)
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    axe(page)
    page.get_by_role("button", name="Use your key").click()
    page.wait_for_url(f"{site.address}/")
    page.goto("/account/second-step/keys/")
    assert page.get_by_text(re.compile("Last used on")).count() == 1


def test_a_wrong_password_is_told_at_the_top_and_where_it_was_asked(page_of, person, axe):
    page = page_of()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link", name="Enter your e-mail address").click()
    assert page.evaluate("document.activeElement.name") == "login"
    axe(page)


@pytest.mark.parametrize(("width", "javascript"), SIZES)
def test_one_signs_in_as_an_invented_person_with_the_keyboard_alone(page_of, axe, width, javascript):
    page = page_of(width=width, javascript=javascript)
    page.goto("/account/login/")
    page.get_by_role("link", name="sign in as an invented person").click()
    if javascript:
        axe(page)
    assert fits(page)
    button = page.get_by_role("button", name=re.compile("^Sign in as Analyst: ")).first
    name = button.text_content().split(": ")[1]
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/demonstration/" not in address)
    assert name in page.locator("header").inner_text()


PAGES = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/demonstration/",
         "/account/password/reset/key/1-x-y/", "/account/single-sign-on/cancelled/"]  # fmt: skip
OWN = ["/account/", "/account/sessions/", "/account/drafts/", "/account/second-step/", "/account/logout/",
       "/account/second-step/keys/"]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("who", [None, "analyst"])
def test_pages_about_signing_in_are_clean_and_fit(page_of, axe, width, who):
    page = page_of(who, width=width)
    for path in OWN if who else PAGES:
        page.goto(path)
        axe(page)
        assert fits(page), path
