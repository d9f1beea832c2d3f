"""The governance lead reads the log: gives a purpose, narrows it, takes a copy; everyone reads their own."""

import pytest

LOG = "/partnerships/lewisham/access-log/"


@pytest.fixture(params=[1280, 320], ids=["desk", "phone"])
def width(request) -> int:
    return request.param


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_governance_lead_reads_the_log(page_of, axe, width, javascript, tmp_path):
    page_of("analyst").goto("/partnerships/lewisham/")
    page = page_of("governance_lead", width=width, javascript=javascript)
    page.goto(LOG)
    assert page.locator("h1").inner_text() == "Access log"
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("Say why you are reading the access log").count() > 0
    page.get_by_label("To verify the lawfulness of processing").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("row").count() > 1
    assert fits(page)
    if javascript and width == 320:
        page.get_by_text("Choose what is listed").click()  # folded away on a phone
    page.get_by_label("Kind of act").select_option("disclosure")
    page.get_by_role("button", name="Apply filters").click()
    assert "kind=disclosure" in page.url
    page.get_by_role("link", name="Take a copy of these rows away").click()
    page.get_by_label("To verify the lawfulness of processing").check()
    page.get_by_label("Who is the copy for?").fill("The Information Commissioner")
    with page.expect_download() as copy:
        page.get_by_role("button", name="Download the copy").click()
    assert copy.value.suggested_filename == "access-log.csv"
    if javascript:
        for address in (LOG, f"{LOG}?purpose=security", f"{LOG}copy/?purpose=security", f"{LOG}review/"):
            page.goto(address)
            axe(page)
            assert fits(page)


def test_everyone_reads_what_the_log_holds_of_them(page_of, axe, width):
    page = page_of("councillor", width=width)
    page.goto("/partnerships/lewisham/")
    page.goto("/account/looks/")
    assert page.get_by_role("row").count() > 1
    axe(page)
    assert fits(page)


def test_a_history_is_read(page_of, axe, site, width):
    site.run(
        "from commonground.partnership.models import Agency\n"
        "from django_scopes import scopes_disabled\n"
        "with scopes_disabled():\n"
        "    Agency.objects.filter(partnership__slug='lewisham').first().save()\n"
        "print('saved')"
    )
    key = site.run(
        "from commonground.partnership.models import Agency\n"
        "from django_scopes import scopes_disabled\n"
        "with scopes_disabled():\n"
        "    print(Agency.objects.filter(partnership__slug='lewisham').first().public_id)"
    )
    page = page_of("plan_owner", width=width)
    page.goto(f"/partnerships/lewisham/history/agency/{key}/")
    assert page.locator("h1").count() == 1
    assert page.get_by_role("heading", name="Made").count() == 1
    axe(page)
    assert fits(page)
