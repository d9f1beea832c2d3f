"""Places come from recorded crime alone; patrols have a dose, planned and made; letters say nothing of a task."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import made_register
import made_tasking
import pytest
from django.core import mail
from django_scopes import scope
from made_tasking import DUE, RECORDED

from commonground.evidence.edition import Edition
from commonground.evidence.figure import Figure
from commonground.partnership.models import Membership
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.tasking_letters import kind_due, send_letters
from commonground.registers.figures.patrols import figures_of_patrols, weekly
from commonground.registers.models import Entry, TaskingLetter
from commonground.registers.register import registers
from commonground.registers.tasking.recorded import NotRecordedCrime, recorded_only
from commonground.registers.tasking.terms import LetterKind
from commonground.report.blocks import Paragraph, Table

MONDAY = date(2026, 3, 2)


def place(**given):
    chosen = {k: v for k, v in given.items() if k in ("visits", "minutes")}
    plan = SimpleNamespace(**{"visits": 7, "minutes": 10} | chosen)
    return SimpleNamespace(on=given.get("on", MONDAY), until=given.get("until"), details=plan)


def visit(on, minutes=10):
    return SimpleNamespace(on=on, details=SimpleNamespace(minutes=minutes))


def test_the_dose_is_told_by_week():
    weeks = weekly(
        [place()], [visit(MONDAY), visit(MONDAY + timedelta(days=8), 25)], MONDAY, MONDAY + timedelta(days=13)
    )
    assert [(w.monday, w.planned_visits, w.visits, w.planned_minutes, w.minutes) for w in weeks] == [
        (MONDAY, 7, 1, 70, 10), (MONDAY + timedelta(days=7), 7, 1, 70, 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "planned"),
    [
        ({"on": MONDAY + timedelta(days=4)}, 3),  # from Friday on
        ({"until": MONDAY + timedelta(days=1)}, 2),
        ({"on": MONDAY + timedelta(days=7)}, 0),
        ({"on": date(2025, 1, 1), "visits": 14}, 14),
    ],
)
def test_a_plan_counts_on_the_days_on_which_it_was_in_force(given, planned):
    (week,) = weekly([place(**given)], [], MONDAY, MONDAY + timedelta(days=6))
    assert week.planned_visits == planned


def edition(source):
    return Edition(
        id=f"{source}-1", source=source, classification=None, published=None, file="x", sha256="0", rows_read=1,
        rows_loaded=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    "source", ["police_stop_and_search", "mps_custody", "police_outcomes", "mps_thorough_searches"]
)
def test_a_place_told_of_by_searches_or_arrests_is_refused(source):
    told = (Paragraph((Figure(40, "40", "count", (), (f"{source}-1",)),)),)
    with pytest.raises(NotRecordedCrime, match=source):
        recorded_only(told, [edition(source)])


def test_a_place_told_of_by_recorded_crime_is_let_through():
    used = ("mps_lsoa", "boundaries", "lookup_lsoa21_ward24_ltla24")
    told = (Table("Places", ("Place",), ((("Here", Figure(1, "1", "count", (), tuple(f"{u}-1" for u in used))),),)),)
    recorded_only(told, [edition(one) for one in used])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"because": "Three arrests were made here."}, "“arrests”"),
        ({"because": "Intelligence says so."}, "“Intelligence”"),
        ({"place": "Where people are stopped and searched"}, "“stopped and searched”"),
        ({"notes": "Known to a gang."}, "“gang”"),
        ({"recorded": 4}, "at least five recorded offences"),
        ({"source": "searches"}, "Where that is recorded"),
        ({"minutes": 0}, "a dose has minutes and visits"),
        ({"comparison_codes": "Catford"}, "comparison areas are codes"),
    ],
)
def test_a_patrol_place_has_a_reason_in_recorded_crime_and_a_dose(cast, given, says):
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible) as no:
        made_register.entry(cast.own, "patrol_places", **RECORDED | given)
    assert says in str(no.value)


@pytest.mark.django_db
def test_patrols_say_their_dose_beside_the_plan_of_their_place(cast):
    with scope(partnership=cast.own.partnership):
        where = made_register.entry(cast.own, "patrol_places", **RECORDED | {"on": MONDAY})
        made_register.entry(cast.own, "patrols", about=where, on=MONDAY, minutes=15)
        made_register.entry(cast.own, "patrols", about=where, on=MONDAY, minutes=10, nil=True)
        rows = Entry.objects.filter(register="patrols")
        opening, _, table, _ = figures_of_patrols(rows, MONDAY, MONDAY + timedelta(days=6))
        assert "14 visits of 210 minutes in all were planned. 2 visits of 25 minutes" in opening.text[0]
        assert table.rows == ((("2 Mar 2026",), ("2 of 14",), ("25 of 210",)),)
        assert registers()["patrol_places"].due(where) == MONDAY + timedelta(weeks=12)


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 3, 18), None),  # DUE is Tuesday 24 March: three working days before is Thursday
        (date(2026, 3, 19), LetterKind.DUE),
        (DUE, LetterKind.DUE),
        (DUE + timedelta(days=1), LetterKind.LATE),
    ],
)
def test_a_task_is_reminded_of_before_its_day_and_told_late_after(today, kind):
    assert kind_due(DUE, today) == kind


@pytest.mark.django_db
def test_a_letter_goes_once_for_each_reason_and_says_nothing_of_the_task(cast, settings):
    settings.DEMONSTRATION = False
    found = made_tasking.meeting(cast.own, "held")
    with scope(partnership=cast.own.partnership):
        task = found.tasks.get()
        Membership.objects.filter(pk=cast.own.seats["practitioner"].pk).update(start=date(2026, 1, 1))
    before, due, late = (datetime(2026, 3, day, 10, 35, tzinfo=UTC) for day in (12, 24, 25))
    assert [send_letters(when, "https://example.org") for when in (before, due, due, late, late)] == [0, 1, 0, 1, 0]
    assert [one.subject for one in mail.outbox] == ["A task is due soon", "A task is late"]
    for letter in mail.outbox:
        assert letter.to == [cast.own.user("practitioner").email]
        assert f"/partnerships/lewisham/tasking/tasks/{task.public_id}/" in letter.body
        assert task.text not in letter.body and "Police" not in letter.body
    assert send_letters(datetime(2026, 3, 28, 10, 35, tzinfo=UTC), "https://example.org") == 0, "a Saturday"
    with scope(partnership=cast.own.partnership):
        assert TaskingLetter.objects.count() == 2
