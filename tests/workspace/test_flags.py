"""Patterns in the log: planted ones appear, clean ones do not; each needs a decision by someone else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from tampering import guards_off

from commonground.partnership.access_log.patterns import PATTERNS
from commonground.partnership.changes.flags import decide_flag, find_flags
from commonground.partnership.models import AccessEvent, Flag
from commonground.partnership.rule import Actor

DAY = date(2026, 7, 14)  # in summer time: 10pm is 21:00 in UTC
A_JOB = Actor.of_system("a test")


def plant(seat, *times: str, kind: str = "consultation", refused: bool = False, day: date = DAY) -> None:
    """Rows of the person's at these times of the day, in London."""
    with guards_off():
        AccessEvent.objects.bulk_create(
            AccessEvent(
                kind=kind, refused=refused, partnership=seat.partnership, user_id_then=seat.user.pk,
                user_name=seat.user.name, record="page:x", concerns=["page:x"], request_id=A_JOB.request_id,
                at=datetime.fromisoformat(f"{day} {at}").replace(tzinfo=ZoneInfo("Europe/London")),
            )
            for at in times
        )  # fmt: skip


PLANTED = {
    "refusals": (["09:00", "09:01", "11:00", "15:00", "16:59"], {"refused": True}),
    "night": (["22:00", "23:59", "05:59"], {}),
    "volume": ([f"{9 + n // 60:02}:{n % 60:02}" for n in range(300)], {}),
}
CLEAN = {
    "refusals": (["09:00", "09:01", "11:00", "15:00"], {"refused": True}),
    "night": (["06:00", "21:59", "21:58", "22:00", "23:00"], {}),
    "volume": ([f"{9 + n // 60:02}:{n % 60:02}" for n in range(299)], {}),
}


def found(table) -> list[tuple[str, int]]:
    find_flags(table.partnership, DAY, by=A_JOB)
    with scopes_disabled():
        return [(flag.pattern, flag.person_id) for flag in Flag.objects.all()]


def test_every_pattern_is_tried():
    assert PATTERNS.keys() == PLANTED.keys() == CLEAN.keys()


@pytest.mark.parametrize("pattern", PLANTED)
def test_a_planted_pattern_is_found(cast, pattern):
    times, how = PLANTED[pattern]
    plant(cast.own.seats["analyst"], *times, **how)
    assert found(cast.own) == [(pattern, cast.own.user("analyst").pk)]
    with scopes_disabled():
        assert len(Flag.objects.get().rows) == len(times)


@pytest.mark.parametrize("pattern", CLEAN)
def test_a_clean_day_is_not(cast, pattern):
    times, how = CLEAN[pattern]
    plant(cast.own.seats["analyst"], *times, **how)
    assert found(cast.own) == []


def test_what_two_people_or_two_days_or_two_tables_add_up_to_is_not(cast):
    times, how = CLEAN["refusals"]
    plant(cast.own.seats["analyst"], *times, **how)
    plant(cast.own.seats["councillor"], *times, **how)
    plant(cast.own.seats["analyst"], *times, **how, day=date(2026, 7, 13))
    assert found(cast.own) == []


def test_a_job_cannot_be_found_out(cast):
    with guards_off():
        AccessEvent.objects.bulk_create(
            AccessEvent(
                kind="consultation", refused=True, partnership=cast.own.partnership, user_name="a job", record="page:x",
                concerns=["page:x"], request_id=A_JOB.request_id, at=datetime(2026, 7, 14, 12, tzinfo=ZoneInfo("UTC")),
            )
            for _ in range(9)
        )  # fmt: skip
    assert found(cast.own) == []


def test_looking_twice_finds_once(cast):
    plant(cast.own.seats["analyst"], *PLANTED["night"][0])
    assert find_flags(cast.own.partnership, DAY, by=A_JOB) == 1
    assert find_flags(cast.own.partnership, DAY, by=A_JOB) == 0


@pytest.fixture
def flagged(cast):
    """The governance lead and the analyst both looked at night."""
    for role in ("governance_lead", "analyst"):
        plant(cast.own.seats[role], *PLANTED["night"][0])
    find_flags(cast.own.partnership, DAY, by=A_JOB)
    with scopes_disabled():
        return cast, {flag.person_id: flag for flag in Flag.objects.all()}


ADDRESS = "/partnerships/lewisham/access-log/review/"
SAID = {"outcome": "in_order", "note": "A late panel."}


def test_nobody_sees_what_is_about_themselves(flagged, visit):
    cast, flags = flagged
    lead, analyst = cast.own.user("governance_lead"), cast.own.user("analyst")
    client = visit(lead)
    assert [flag.person for flag in client.get(ADDRESS).context["waiting"]] == [analyst]
    assert client.get(f"{ADDRESS}{flags[lead.pk].public_id}/").status_code == 404
    chair = visit(cast.own.user("panel_chair"))
    assert {flag.person for flag in chair.get(ADDRESS).context["waiting"]} == {analyst, lead}


def test_a_decision_is_recorded_with_its_reason(flagged, visit):
    cast, flags = flagged
    flag = flags[cast.own.user("analyst").pk]
    answer = visit(cast.own.user("governance_lead")).post(f"{ADDRESS}{flag.public_id}/", SAID)
    assert answer.status_code == 302
    with scopes_disabled():
        flag.refresh_from_db()
    assert (flag.outcome, flag.note, flag.decided_by) == (*SAID.values(), cast.own.user("governance_lead"))
    row = AccessEvent.objects.filter(kind="alteration").get()
    assert row.record == f"flag:{flag.public_id}"
    assert "late panel" not in str(row.details)


def test_a_decision_needs_a_reason(flagged, visit):
    cast, flags = flagged
    flag = flags[cast.own.user("analyst").pk]
    answer = visit(cast.own.user("governance_lead")).post(f"{ADDRESS}{flag.public_id}/", {**SAID, "note": " "})
    assert "Enter the reason for your decision" in answer.content.decode()


def test_nobody_decides_on_their_own_looks_or_on_what_is_decided(flagged):
    cast, flags = flagged
    lead = cast.own.actor("governance_lead")
    with scopes_disabled():
        with pytest.raises(ValidationError, match="somebody else decides"):
            decide_flag(flags[lead.user.pk], **SAID, by=lead)
        decide_flag(flags[lead.user.pk], **SAID, by=cast.own.actor("panel_chair"))
        with pytest.raises(ValidationError, match="decided on this already"):
            decide_flag(flags[lead.user.pk], **SAID, by=cast.own.actor("panel_chair"))
        with pytest.raises(IntegrityError, match="nobody_decides_on_their_own"), transaction.atomic():
            Flag.objects.filter(pk=flags[lead.user.pk].pk).update(decided_by=lead.user)


def test_the_database_takes_no_decision_without_a_reason(flagged):
    cast, flags = flagged
    with scopes_disabled(), pytest.raises(IntegrityError, match="with_a_reason"), transaction.atomic():
        Flag.objects.filter(pk=flags[cast.own.user("analyst").pk].pk).update(
            outcome="in_order", decided_by=cast.own.user("panel_chair"), decided_at=timezone.now()
        )


def test_only_two_roles_review(flagged, visit):
    cast, _ = flagged
    answers = {role: visit(cast.own.user(role)).get(ADDRESS).status_code for role in cast.own.seats}
    assert {role for role, status in answers.items() if status == 200} == {"governance_lead", "panel_chair"}
