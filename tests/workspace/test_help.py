"""Help, for anyone, in the same place on every page; and the front page of a visitor."""

import re

import pytest

from commonground.evidence.measure import measures
from commonground.partnership.roles import ROLES

PAGES = ("/help/", "/help/figures/", "/help/signing-in/", "/help/privacy/", "/help/accessibility/", "/help/glossary/")


@pytest.mark.parametrize("address", PAGES)
def test_anyone_may_read_it_and_it_is_a_good_page(db, visit, address):
    html = visit().get(address).content.decode()
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>\s*\S.+ – Common Ground</title>", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert re.findall(r'\sstyle="|<script>|\son[a-z]+="', html) == []


def test_every_page_leads_to_help_in_the_same_place(cast, visit):
    def foot(address: str, person=None) -> str:
        return visit(person).get(address).content.decode().partition("<footer")[2].partition("</ul>")[0]

    expected = foot("/help/")
    links = ['href="/help/"', 'href="/help/accessibility/"', 'href="/help/privacy/"']
    assert [link for link in links if link not in expected] == []
    others = [foot(address) for address in ("/", "/published/", "/api/v1/", "/help/glossary/")]
    others.append(foot("/partnerships/lewisham/", cast.own.user("analyst")))
    assert {*others} == {expected}


def test_every_link_within_help_leads_somewhere(db, visit):
    for address in PAGES:
        html = visit().get(address).content.decode().partition("<main")[2].partition("</main>")[0]
        for link in re.findall(r'href="([^"#]+)(?:#[^"]*)?"', html):
            if link.startswith("/"):
                assert visit().get(link).status_code == 200, (address, link)


def test_the_glossary_has_every_term_measure_and_role(db, visit):
    html = visit().get("/help/glossary/").content.decode()
    titles = [m.title for m in measures().values()] + [role.title for role in ROLES.values()]
    assert [title for title in ("LSOA", "Secondary suppression", *titles) if f"{title}<" not in html] == []


def test_the_statement_says_what_has_not_been_tested(db, visit):
    html = visit().get("/help/accessibility/").content.decode()
    assert "No disabled people have tried it with us yet." in html
    assert "has not been confirmed by an audit" in html


def test_the_front_page_says_what_this_is_and_how_to_come_in(cast, visit, settings):
    html = visit().get("/").content.decode()
    assert "/account/login/" in html and "/published/" in html and "/demonstration/" not in html
    settings.DEMONSTRATION = True
    assert "/demonstration/" in visit().get("/").content.decode()
