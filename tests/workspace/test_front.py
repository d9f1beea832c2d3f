"""The front page of a partnership: what waits for this person in its daily work, and where everything is."""

import re
from datetime import date, timedelta

import made_incident
import made_register
import made_tasking
import pytest
from careful_reader import faults
from django.test import RequestFactory
from django.utils import timezone
from django_scopes import scope

from commonground.web import navigation

pytestmark = pytest.mark.django_db
TODAY = date.today()
BIN = {"nil": True, "on": date.today() - timedelta(days=40)}
HERE = "/partnerships/lewisham/"


@pytest.fixture
def front(cast, visit):
    """What is read on the front page by a role at Lewisham’s table: the points under “Daily work”."""

    def read(role: str) -> list[str]:
        html = visit(cast.own.user(role)).get(HERE).content.decode()
        assert faults(html) == []
        found = re.search(r'id="daily-card".*?</section>', html, re.DOTALL)
        points = re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL) if found else []
        return [re.sub("<.*?>", "", one) for one in points]

    return read


def test_nothing_waits_where_nothing_is_kept(front):
    assert front("plan_owner") == []


def test_it_counts_what_runs_what_is_asked_and_what_is_due(cast, front):
    table = cast.own
    with scope(partnership=table.partnership):
        incident = made_incident.incident(table, told_at=timezone.now() - timedelta(days=9))
        meeting = made_tasking.meeting(table, held_on=TODAY + timedelta(days=3))
        made_tasking.task(table, meeting, due=TODAY + timedelta(days=9))
        for days in (-1, 1, 31):
            bin_at = {"place": f"Station {days}", "next_due": TODAY + timedelta(days=days)}
            made_register.entry(table, "surrender_bins", **BIN | bin_at)
    running, coming, due = front("plan_owner")
    assert re.fullmatch(r"1 response to a serious incident runs; \d+ steps are late", running)
    assert incident.reference not in running
    assert coming == f"The next tasking meeting is on {meeting.held_on:%A} {meeting.held_on.day} {meeting.held_on:%B}"
    assert due == "2 entries of registers are due within 30 days or late already; 1 is late"
    assert front("practitioner") == [running, "1 task is asked of you or your agency", coming, due]
    assert front("councillor") == []


def test_the_pages_of_daily_work_stand_under_registers(cast):
    """Who may open the registers finds scrutiny there, and not a second time beside them."""

    def menu(role: str, path: str) -> dict[str, bool]:
        request = RequestFactory().get(f"{HERE}{path}")
        return {link.title: link.current for link in navigation.service(request, cast.own.actor(role))}

    owner, councillor = menu("plan_owner", "scrutiny/"), menu("councillor", "scrutiny/")
    assert "Scrutiny" not in owner and owner["Registers"]
    assert "Registers" not in councillor and councillor["Scrutiny"]
    assert menu("plan_owner", "registers/events/")["Registers"]
    assert menu("plan_owner", "")["Start"]
