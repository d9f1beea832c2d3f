"""Whom a review writes to, when, and that a letter holds a reference and a link and nothing else."""

from datetime import UTC, date, datetime, timedelta

import made
import made_review
import pytest
from django.core import mail
from django_scopes import scope
from made_review import DUE, OPENED

from commonground.partnership.models import Membership
from commonground.plan.changes import review_rounds
from commonground.plan.changes.review_letters import send_letters
from commonground.plan.models import ReviewLetter
from commonground.plan.review_due import Letter, Waiting, letters_due
from commonground.plan.working_days import bank_holidays, before, is_working_day, may_write

SITE = "https://example.org"
THURSDAY = date(2026, 10, 15)


def waiting(**changed: object) -> Waiting:
    known = {"state": "open", "due": THURSDAY, "missing": 2, "owners": frozenset({1}), "chairs": frozenset({9})}
    return Waiting(**{**known, **changed})


@pytest.mark.parametrize(("today", "kinds"), [
    (date(2026, 10, 1), {1: "asked"}),
    (date(2026, 10, 7), {1: "asked"}),
    (date(2026, 10, 8), {1: "reminded"}),  # five working days before
    (date(2026, 10, 13), {1: "reminded"}),
    (date(2026, 10, 14), {1: "last"}),
    (date(2026, 10, 15), {1: "last"}),
    (date(2026, 10, 16), {1: "late"}),
    (date(2026, 10, 19), {1: "late", 9: "escalated"}),  # two working days after, over a weekend
])  # fmt: skip
def test_the_letters_of_a_day(today, kinds):
    assert letters_due(waiting(), today) == [Letter(seat, kind) for seat, kind in kinds.items()]


def test_nobody_is_written_to_twice_for_one_reason():
    late = date(2026, 10, 20)
    assert letters_due(waiting(written=frozenset({(1, "late"), (9, "escalated")})), late) == []
    assert letters_due(waiting(written=frozenset({(1, "asked")})), late) == [Letter(1, "late"), Letter(9, "escalated")]


@pytest.mark.parametrize("state", ["submitted", "challenged", "decided", "closed"])
def test_a_review_that_is_not_open_writes_to_nobody(state):
    assert letters_due(waiting(state=state), date(2026, 10, 20)) == []


def test_where_every_update_is_in_nobody_is_written_to():
    assert letters_due(waiting(missing=0, owners=frozenset()), date(2026, 10, 20)) == []


def test_an_action_that_nobody_answers_for_is_the_chairs_to_know():
    assert letters_due(waiting(owners=frozenset()), date(2026, 10, 20)) == [Letter(9, "escalated")]


# The bank holidays of England as GOV.UK publishes them
@pytest.mark.parametrize(("year", "days"), [
    (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
    (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
])  # fmt: skip
def test_bank_holidays(year, days):
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == days.split()


def test_working_days_are_counted_over_weekends_and_holidays():
    assert before(date(2026, 4, 7), 1) == date(2026, 4, 2)  # Easter lies between
    assert not is_working_day(date(2026, 4, 4))


@pytest.mark.parametrize(("moment", "allowed"), [
    (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), False),  # a minute before eight, in summer
    (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), True),
    (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), False),
    (datetime(2026, 12, 1, 7, 30, tzinfo=UTC), False),  # half past seven, in winter
    (datetime(2026, 12, 1, 17, 59, tzinfo=UTC), True),
    (datetime(2026, 7, 4, 12, 0, tzinfo=UTC), False),  # a Saturday
    (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False),
])  # fmt: skip
def test_quiet_hours(moment, allowed):
    assert may_write(moment) is allowed


# Letters


@pytest.fixture
def opened(cast):
    """A review in which the practitioner answers for two actions."""
    with scope(partnership=cast.own.partnership):
        until = date(2027, 12, 31)
        Membership.objects.filter(partnership=cast.own.partnership, end=None).update(
            start=date(2026, 1, 1), trained_until=until, confirmed_until=until
        )
        plan = made.plan(cast.own)
        made.action(cast.own, plan, title="Planted title")
        return review_rounds.open_round(plan, "A quarter", DUE, on=OPENED, by=cast.own.actor("plan_owner"))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_one_letter_for_all_of_a_persons_actions_with_a_reference_and_a_link_alone(cast, opened):
    assert send_letters(noon(OPENED), SITE) == 1
    (letter,) = mail.outbox
    assert letter.to == [cast.own.user("practitioner").email]
    assert letter.subject == "Updates are asked for"
    assert letter.body == (
        f"Reference {opened.public_id}\n\n{SITE}/partnerships/lewisham/plan/reviews/{opened.public_id}/updates/\n\n"
        "Sign in to see what is asked of you. Nothing else is sent by e-mail.\n"
    )


def test_the_clock_may_strike_twice(cast, opened):
    assert [send_letters(noon(OPENED), SITE) for _ in range(3)] == [1, 0, 0]
    with scope(partnership=cast.own.partnership):
        assert list(ReviewLetter.objects.values_list("to", "kind")) == [(cast.own.seats["practitioner"].pk, "asked")]


def test_at_night_nothing_is_sent(opened):
    assert send_letters(noon(OPENED) + timedelta(hours=8), SITE) == 0
    assert mail.outbox == []


def test_a_person_whose_seat_has_ended_is_never_written_to(cast, opened):
    with scope(partnership=cast.own.partnership):
        Membership.objects.filter(pk=cast.own.seats["practitioner"].pk).update(end=DUE)
    late = noon(DUE + timedelta(days=5))
    assert send_letters(late, SITE) == 1
    assert [letter.to for letter in mail.outbox] == [[cast.own.user("panel_chair").email]]
    assert mail.outbox[0].subject == "A review waits for updates"


@pytest.mark.parametrize("whose", ["site", "partnership"])
def test_a_demonstration_sends_nothing(cast, opened, settings, whose):
    if whose == "site":
        settings.DEMONSTRATION = True
    else:
        cast.own.partnership.demonstration = True
        cast.own.partnership.save()
    assert send_letters(noon(OPENED), SITE) == 0
    assert mail.outbox == []


def test_a_letter_that_cannot_be_sent_is_not_kept_as_sent(cast, opened, monkeypatch):
    def broken(**said: object) -> None:
        raise OSError("no mail today")

    monkeypatch.setattr("commonground.plan.changes.review_letters.send_mail", broken)
    with pytest.raises(OSError, match="no mail today"):
        send_letters(noon(OPENED), SITE)
    with scope(partnership=cast.own.partnership):
        assert ReviewLetter.objects.count() == 0


def test_once_told_nothing_is_asked_any_more(cast, opened):
    with scope(partnership=cast.own.partnership):
        for row in opened.rows.select_related("round", "action"):
            made_review.review_updates.tell(row, made_review.TOLD, on=OPENED, by=cast.own.actor("practitioner"))
    assert send_letters(noon(DUE + timedelta(days=9)), SITE) == 0
