"""One example of each act that the packages upstairs know: what is prepared, and the act itself.

A new function in a ``changes`` module needs a line here, or among those that only read: a test says so.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import made
import pytest
from allauth.usersessions.models import UserSession
from bringing_acts import OF_BRINGING
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from incident_acts import OF_INCIDENTS
from outside_acts import OF_OUTSIDE
from people import Cast, Table
from place_acts import OF_PLACES
from plan_acts import OF_THE_PLAN
from publication_acts import OF_PUBLICATION
from register_acts import OF_REGISTERS
from report_acts import OF_REPORTS
from review_acts import OF_REVIEWS
from scrutiny_acts import OF_SCRUTINY, READS_ONLY
from small_paper import small_paper
from tampering import guards_off
from tasking_acts import OF_TASKING

from commonground.deliveries import changes as deliveries
from commonground.papers import changes as papers
from commonground.papers.prompts import BY_KEY
from commonground.partnership.changes import (
    beginning,
    confirming,
    drafts,
    flags,
    invitations,
    role_changes,
    seats,
    sessions,
    setting_up,
    systems,
)
from commonground.partnership.models import AccessEvent, Flag, Invitation, RoleChange, System
from commonground.partnership.rule import Actor

Act = Callable[[], object]
Example = Callable[[Table, pytest.MonkeyPatch], Act]
PAGE = "/partnerships/lewisham/settings/"

#: What only reads or locks, or tells people by mail of what is stored already.
ONLY_READ = {
    "partnership.changes.confirming.may_confirm", "partnership.changes.confirming.whom_to_confirm",
    "partnership.changes.drafts.drafts_of", "partnership.changes.drafts.draft_for",
    "partnership.changes.drafts.going_soon", "partnership.changes.role_changes.may_decide",
    "plan.changes.possible.may_update", "plan.changes.review_rounds.stepping",
    "registers.changes.entries.may_change",
    "registers.changes.entries.prepared",
    *READS_ONLY,
    "registers.changes.tasking_tasks.may_tell",
}  # fmt: skip


def a_confirmation(table: Table, patch: Any) -> Act:
    made.agency_of_the_agency_lead(table)
    seat = table.seats["practitioner"]
    return lambda: confirming.confirm(table.police, [seat], by=table.actor("agency_lead"))


def a_kept_draft(table: Table, patch: Any) -> Act:
    return lambda: drafts.keep(PAGE, "Settings", {"name": ["x"]}, by=table.actor("administrator"))


def kept(table: Table) -> Any:
    return drafts.keep(PAGE, "Settings", {"name": ["x"]}, by=table.actor("administrator"))


def a_sent_draft(table: Table, patch: Any) -> Act:
    kept(table)
    return lambda: drafts.let_go(PAGE, by=table.actor("administrator"), why="sent")


def a_discarded_draft(table: Table, patch: Any) -> Act:
    draft = kept(table)
    return lambda: drafts.discard(draft.public_id, by=table.actor("administrator"))


def a_forgotten_draft(table: Table, patch: Any) -> Act:
    draft = kept(table)
    type(draft).objects.filter(pk=draft.pk).update(expires_at=timezone.now() - timedelta(days=1))
    return lambda: drafts.forget_old(by=Actor.of_system("a test"))


def a_found_pattern(table: Table, patch: Any) -> Act:
    person, day = table.user("analyst"), date(2026, 7, 14)
    with guards_off():
        AccessEvent.objects.bulk_create(
            AccessEvent(
                kind="consultation", partnership=table.partnership, user_id_then=person.pk, user_name="x",
                record="page:x", concerns=["page:x"], request_id=Actor().request_id,
                at=datetime(2026, 7, 14, 23, minute, tzinfo=ZoneInfo("Europe/London")),
            )
            for minute in range(3)
        )  # fmt: skip
    return lambda: flags.find_flags(table.partnership, day, by=Actor.of_system("a test"))


def a_decision_on_a_pattern(table: Table, patch: Any) -> Act:
    flag = Flag.objects.get(public_id=made.flag(table))
    return lambda: flags.decide_flag(flag, outcome="in_order", note="A late panel.", by=table.actor("panel_chair"))


def an_invitation(table: Table, patch: Any) -> Act:
    return lambda: made.offered(table, "new@example.org")


def a_withdrawn_invitation(table: Table, patch: Any) -> Act:
    offered = Invitation.objects.get(public_id=made.invitation(table))
    return lambda: invitations.withdraw(offered, by=table.actor("administrator"))


def an_accepted_invitation(table: Table, patch: Any) -> Act:
    offered, _ = made.offered(table, "new@example.org")
    return lambda: invitations.accept(offered, name="New person", password="a long enough password")


def a_role_asked_for(table: Table, patch: Any) -> Act:
    return lambda: made.role_change(table)


def a_role_decided(table: Table, patch: Any) -> Act:
    change = RoleChange.objects.get(public_id=made.role_change(table))
    return lambda: role_changes.decide(change, True, by=table.actor("administrator"))


def training(table: Table, patch: Any) -> Act:
    until = date.today() + timedelta(days=300)
    return lambda: seats.record_training(table.seats["analyst"], until, by=table.actor("administrator"))


def a_session(table: Table) -> UserSession:
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=table.user("analyst"), session_key=store.session_key, ip="127.0.0.1", user_agent="a test"
    )


def an_ended_seat(table: Table, patch: Any) -> Act:
    a_session(table)
    return lambda: seats.end_seat(table.seats["analyst"], by=table.actor("administrator"), reason="Leaves")


def all_sessions_of_a_leaver(table: Table, patch: Any) -> Act:
    a_session(table)
    return lambda: seats.end_sessions(table.user("analyst"), by=table.actor("administrator"))


def one_session(table: Table, patch: Any) -> Act:
    session = a_session(table)
    return lambda: sessions.end_one(str(session.pk), by=table.actor("analyst"))


def all_sessions(table: Table, patch: Any) -> Act:
    a_session(table)
    return lambda: sessions.end_all(table.user("analyst"), by=table.actor("administrator"))


def second_steps_taken_away(table: Table, patch: Any) -> Act:
    a_session(table)
    by = Actor.of_system("a test")
    return lambda: sessions.forget_second_steps(table.user("analyst"), by=by, why="Lost the telephone")


def a_beginning(table: Table, patch: Any) -> Act:
    area = ("E09000004", "Bexley")
    by = Actor.of_system("a test")
    return lambda: beginning.begin("bexley", "Safer Bexley", "partnership", area, ("london",), by=by)


def a_first_administrator(table: Table, patch: Any) -> Act:
    said = {"agency": "Another council", "kind": "council", "email": "first@example.org", "name": "First person"}
    return lambda: beginning.invite_first(table.partnership, **said, by=Actor.of_system("a test", table.partnership))


def settings(table: Table, patch: Any) -> Act:
    return lambda: setting_up.settle(table.partnership, by=table.actor("administrator"), name="New", colour="teal")


def an_agency(table: Table, patch: Any) -> Act:
    administrator = table.actor("administrator")
    return lambda: setting_up.add_agency(table.partnership, by=administrator, name="New", kind="charity")


def an_edited_agency(table: Table, patch: Any) -> Act:
    administrator = table.actor("administrator")
    return lambda: setting_up.edit_agency(table.council, by=administrator, name="New", kind="council", contact=None)


def a_key(table: Table, patch: Any) -> Act:
    return lambda: systems.make_key("A system", "To read", 30, by=table.actor("administrator"))


def a_revoked_key(table: Table, patch: Any) -> Act:
    system: System = systems.make_key("A system", "To read", 30, by=table.actor("administrator"))[0]
    return lambda: systems.revoke_key(system, by=table.actor("administrator"))


def an_assessment(table: Table, patch: Any) -> Act:
    return lambda: papers.start(date(2026, 5, 1), by=table.actor("analyst"))


def of_a_paper(state: str, act: Callable[..., object], role: str, *said: str) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        paper = small_paper(table, state)
        return lambda: act(paper, *said, by=table.actor(role))

    return prepared


def a_second_try(table: Table, patch: Any) -> Act:
    paper = papers.start(date(2026, 5, 1), by=table.actor("analyst"))
    type(paper).objects.filter(pk=paper.pk).update(state="failed")
    return lambda: papers.build_again(paper, by=table.actor("analyst"))


def a_passage(table: Table, patch: Any) -> Act:
    return lambda: papers.write_passage(next(iter(BY_KEY)), "What we make of it.", 0, by=table.actor("analyst"))


def sent(table: Table, state: str = "arrived") -> deliveries.Delivery:
    found = deliveries.send("counts.csv", [b"a,b\n1,2\n"], by=table.actor("analyst"))
    if state != "arrived":
        type(found).objects.filter(pk=found.pk).update(state=state)
    return found


def a_file(table: Table, patch: Any) -> Act:
    return lambda: sent(table)


def a_confirmed_file(table: Table, patch: Any) -> Act:
    file = sent(table, "ready")
    return lambda: deliveries.confirm(file, by=table.actor("analyst"))


def a_cancelled_file(table: Table, patch: Any) -> Act:
    file = sent(table)
    return lambda: deliveries.cancel(file, by=table.actor("analyst"))


def a_withdrawn_edition(table: Table, patch: pytest.MonkeyPatch) -> Act:
    edition = SimpleNamespace(id="source-2026", source="source", file="counts.csv", rows_loaded=3)
    shelves = SimpleNamespace(own=SimpleNamespace(edition=lambda name: edition))
    patch.setattr(deliveries, "shelves_of", lambda partnership: shelves)
    return lambda: deliveries.withdraw(edition.id, "A mistake", by=table.actor("analyst"))


ACTS: dict[str, Example] = {
    "partnership.changes.confirming.confirm": a_confirmation,
    "partnership.changes.drafts.keep": a_kept_draft,
    "partnership.changes.drafts.let_go": a_sent_draft,
    "partnership.changes.drafts.discard": a_discarded_draft,
    "partnership.changes.drafts.forget_old": a_forgotten_draft,
    "partnership.changes.flags.find_flags": a_found_pattern,
    "partnership.changes.flags.decide_flag": a_decision_on_a_pattern,
    "partnership.changes.invitations.invite": an_invitation,
    "partnership.changes.invitations.withdraw": a_withdrawn_invitation,
    "partnership.changes.invitations.accept": an_accepted_invitation,
    "partnership.changes.role_changes.ask": a_role_asked_for,
    "partnership.changes.role_changes.decide": a_role_decided,
    "partnership.changes.seats.record_training": training,
    "partnership.changes.seats.end_seat": an_ended_seat,
    "partnership.changes.seats.end_sessions": all_sessions_of_a_leaver,
    "partnership.changes.sessions.end_one": one_session,
    "partnership.changes.sessions.end_all": all_sessions,
    "partnership.changes.sessions.forget_second_steps": second_steps_taken_away,
    "partnership.changes.beginning.begin": a_beginning,
    "partnership.changes.beginning.invite_first": a_first_administrator,
    "partnership.changes.setting_up.settle": settings,
    "partnership.changes.setting_up.add_agency": an_agency,
    "partnership.changes.setting_up.edit_agency": an_edited_agency,
    "partnership.changes.systems.make_key": a_key,
    "partnership.changes.systems.revoke_key": a_revoked_key,
    "papers.changes.start": an_assessment,
    "papers.changes.build_again": a_second_try,
    "papers.changes.submit": of_a_paper("draft", papers.submit, "analyst"),
    "papers.changes.send_back": of_a_paper("submitted", papers.send_back, "panel_chair", "A wrong figure"),
    "papers.changes.publish": of_a_paper("submitted", papers.publish, "panel_chair"),
    "papers.changes.withdraw": of_a_paper("published", papers.withdraw, "panel_chair", "A wrong figure"),
    "papers.changes.write_passage": a_passage,
    "deliveries.changes.send": a_file,
    "deliveries.changes.confirm": a_confirmed_file,
    "deliveries.changes.cancel": a_cancelled_file,
    "deliveries.changes.withdraw": a_withdrawn_edition,
    **OF_INCIDENTS,
    **OF_OUTSIDE,
    **OF_BRINGING,
    **OF_PLACES,
    **OF_SCRUTINY,
    **OF_TASKING,
    **OF_REGISTERS,
    **OF_REPORTS,
    **OF_PUBLICATION,
    **OF_REVIEWS,
    **OF_THE_PLAN,
}


def prepared(name: str, cast: Cast, patch: pytest.MonkeyPatch) -> Act:
    """Everything that the act needs is there; calling what is returned does it."""
    return ACTS[name](cast.own, patch)
