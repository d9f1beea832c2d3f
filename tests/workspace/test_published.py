"""Public pages: what is published and nothing else, whole, for anyone."""

import re
import xml.etree.ElementTree as ET

import pytest
from small_paper import SAID, UNWRITTEN, small_paper

from commonground.partnership.models import AccessEvent

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.HOME = tmp_path


def page(visit, address: str, status: int = 200) -> str:
    answer = visit().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def at(paper, rest: str = "") -> str:
    return f"/published/{paper.partnership.slug}/{paper.public_id}/{rest}"


def test_a_visitor_reads_a_published_assessment_whole(cast, visit):
    paper = small_paper(cast.own)
    listed = page(visit, "/published/")
    assert at(paper) in listed and "Safer Lewisham Partnership" in listed
    first = page(visit, at(paper))
    assert SAID in first and "no clear change" in first.lower()
    links = re.findall(rf'href="({at(paper)}[^"]+)"', first)
    assert links == [at(paper, "changed/"), at(paper, "where/"), at(paper, "files/pdf/")]
    where = page(visit, links[1])
    assert "Recorded crime is not all crime." in where and "Contains Metropolitan Police Service data." in where
    assert "4,820" in where and "withheld" in where and "<svg" in where


def test_the_file_is_the_one_that_says_published(cast, visit):
    answer = visit().get(at(small_paper(cast.own), "files/pdf/"))
    assert (answer.content, answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (
        b"the published file", "application/pdf", 'attachment; filename="assessment-lewisham-2026-05-01.pdf"',
    )  # fmt: skip


def test_what_an_officer_left_unwritten_is_not_published(cast, visit):
    paper = small_paper(cast.own)
    assert [a for a in ("", "changed/", "where/") if UNWRITTEN in page(visit, at(paper, a))] == []
    assert UNWRITTEN not in page(visit, f"/api/v1/published/{paper.public_id}")


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_what_is_not_published_is_as_if_it_never_was(cast, visit, state):
    hidden = small_paper(cast.own, state)
    for rest in ("", "changed/", "files/pdf/"):
        nowhere = page(visit, at(hidden, rest).replace(hidden.public_id, "nothing23456"), 404)
        assert without_references(page(visit, at(hidden, rest), 404)) == without_references(nowhere)
    assert visit().get(f"/api/v1/published/{hidden.public_id}").json() == (
        visit().get("/api/v1/published/nothing23456").json()
    )
    assert hidden.public_id not in page(visit, "/published/") + page(visit, "/") + page(visit, "/api/v1/published")
    page(visit, "/published/lewisham/feed/", 404)


def without_references(html: str) -> str:
    """Two pages for what is not there, apart from the address asked for and the reference of the request."""
    return re.sub(r"[0-9a-f-]{8,36}|/published/[^\s\"]*", "", html)


def test_the_name_of_another_partnership_leads_nowhere(cast, visit):
    paper = small_paper(cast.own)
    page(visit, at(paper).replace("lewisham", "greenwich"), 404)


def test_a_feed_has_what_a_partnership_published_and_nothing_of_others(cast, visit):
    own, other = small_paper(cast.own), small_paper(cast.other)
    small_paper(cast.own, "draft")
    answer = visit().get("/published/lewisham/feed/")
    assert answer.headers["Content-Type"] == "application/atom+xml"
    feed = ET.fromstring(answer.content)
    assert [entry.findtext("a:id", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)] == [
        f"http://testserver{at(own)}"
    ]
    assert other.public_id not in answer.content.decode()


def test_the_api_gives_a_published_assessment_without_a_key(cast, visit):
    paper = small_paper(cast.own)
    listed = visit().get("/api/v1/published?partnership=lewisham").json()
    assert (listed["total"], listed["items"][0]["page"]) == (1, at(paper))
    whole = visit().get(f"/api/v1/published/{paper.public_id}").json()
    assert [section["key"] for section in whole["sections"]] == ["summary", "changed", "where"]
    assert whole["sections"][0]["parts"] == [
        {"kind": "statement", "text": SAID, "verdict": "no clear change", "items": [], "table": None}
    ]
    assert whole["sections"][2]["parts"][1]["table"]["rows"][1][1] == "withheld"
    assert whole["files"][0]["href"] == at(paper, "files/pdf/")
    assert whole["attributions"] == ["Contains Metropolitan Police Service data."]


def test_reading_what_is_public_leaves_no_row_in_the_log(cast, visit):
    paper = small_paper(cast.own)
    before = AccessEvent.objects.count()
    for address in ("/", "/published/", at(paper), at(paper, "files/pdf/"), "/api/v1/published"):
        page_or_file = visit().get(address)
        assert page_or_file.status_code == 200
    assert AccessEvent.objects.count() == before


def test_what_is_withdrawn_is_gone_from_caches_in_a_minute_and_from_those_signed_in_at_once(cast, visit):
    paper = small_paper(cast.own)
    assert visit().get(at(paper)).headers["Cache-Control"] == "public, max-age=60"
    assert visit(cast.own.user("analyst")).get(at(paper)).headers["Cache-Control"] == "no-store"


def test_the_list_asks_as_often_for_three_as_for_one(cast, visit, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(visit, address)
        return len([one for one in asked if "cache" not in one["sql"]])

    small_paper(cast.own)
    first = {address: queries(address) for address in ("/", "/published/", "/api/v1/published")}
    small_paper(cast.own)
    small_paper(cast.other)
    assert {address: queries(address) for address in first} == first


def test_what_is_invented_says_so(cast, visit):
    cast.own.partnership.demonstration = True
    cast.own.partnership.save()
    paper = small_paper(cast.own)
    assert "invented for demonstration" in page(visit, at(paper))
    assert visit().get("/api/v1/published").json()["items"][0]["invented"] is True
