"""The pages of the registers: the same for every register, from its declaration alone."""

import re
from uuid import uuid4

import pytest
from careful_reader import faults
from django_scopes import scope
from made_values import KINDS, typed, values_of
from people import Cast

from commonground.registers.models import Entry
from commonground.web.forms.questions import asked_first

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/registers/"


@pytest.fixture
def browser(cast: Cast, visit):
    """The browser of a role at Lewisham’s table, which refuses a bad page."""

    def of(role: str):
        client = visit(cast.own.user(role))

        def get(path: str = "", **more) -> str:
            response = client.get(path if path.startswith("/") else HERE + path, follow=True, **more)
            assert response.status_code == 200, path
            html = response.content.decode()
            assert faults(html) == [], path
            return html

        def post(path: str, **data):
            at = path if path.startswith("/") else HERE + path
            return client.post(at, {"once": str(uuid4()), **data})

        client.see, client.send = get, post
        return client

    return of


@pytest.fixture
def table(cast: Cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def words(html: str) -> str:
    html = re.sub(r"<(script|style|svg).*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("register", KINDS, ids=lambda one: one.key)
def test_an_entry_is_added_seen_changed_and_withdrawn(register, table, browser):
    """The walk of whoever keeps a register, by its pages alone."""
    keeper = next(role for role in ("plan_owner", "analyst") if register.keep.allows(table.actor(role)))
    page, at = browser(keeper), f"{register.key}/"
    assert f'href="{HERE}{at}"' in page.see()
    assert register.about in words(page.see(at))
    page.see(f"{at}add/?form=full")
    page.see(f"{at}add/")
    values = values_of(register)
    assert set(values) <= set(asked_first(register))
    sent = page.send(f"{at}add/", **typed(register, values))
    assert sent.status_code == 302, re.findall(r'error-message[^>]*>(.*?)</', sent.content.decode(), re.DOTALL)
    entry = Entry.objects.get()
    here = f"{HERE}{at}entries/{entry.public_id}/"
    assert sent["Location"] == f"{here}?added=1"
    assert "Add another" in page.see(f"{here}?added=1")
    assert f'href="{here}"' in page.see(at)
    begun = re.search(r'name="begun" value="(\w+)"', page.see(f"{here}edit/"))[1]
    changed = typed(register, values | {"notes": "Seen again."} if "notes" in register.columns else values)
    assert page.send(f"{here}edit/", begun=begun, **changed).status_code == 302
    page.see(f"{here}withdraw/")
    assert page.send(f"{here}withdraw/", why="Entered twice").status_code == 302
    assert f'href="{here}"' not in page.see(at)
    assert f'href="{here}"' in page.see(f"{at}?withdrawn=on")
    for last in ("text/", "history/"):
        assert "Entered twice" in page.see(f"{here}{last}")
    for rest in (f"{at}blank/", f"{at}figures/"):
        page.see(rest)
