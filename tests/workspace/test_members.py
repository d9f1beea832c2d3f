"""Seats: offered, taken, trained for, confirmed, changed and ended; and what the pages show of them, to whom."""

import re
from datetime import timedelta

import made
import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled
from people import PASSWORD, person, seat

from commonground.partnership import seen
from commonground.partnership.changes import confirming, invitations, role_changes, seats
from commonground.partnership.models import AccessEvent, Agency, Invitation, Membership, RoleChange, User
from commonground.partnership.models.people import STANDINGS
from commonground.partnership.roles import ROLES
from commonground.partnership.rules import APPROVE_ROLES, INVITE

HOME = "/partnerships/lewisham"
GOOD = "ladder copper meadow thirty"


@pytest.fixture(autouse=True)
def everywhere():
    """Tests look at all tables; the site opens one."""
    with scopes_disabled():
        yield


def offered(cast, email="new@example.org", **more) -> tuple[Invitation, str]:
    return made.offered(cast.own, email, **more)


def events(record: object) -> list[tuple[str, str]]:
    named = f"{type(record).__name__.lower()}:{record.public_id}"
    return [(row.kind, row.role) for row in AccessEvent.objects.filter(record=named, refused=False).order_by("id")]


# Invitations


def test_an_invitation_is_mailed_and_shown_once_with_nothing_but_reference_and_link(cast, visit):
    sent = {"name": "Ada Byron", "email": "Ada@Example.org", "role": "analyst", "agency": cast.own.council.public_id}
    page = visit(cast.own.user("administrator")).post(f"{HOME}/people/invite/", sent).content.decode()
    invitation = Invitation.objects.get()
    [letter] = mail.outbox
    [link] = re.findall(r"http://testserver/invitations/\S+/", letter.body)
    assert link in page
    assert letter.to == ["ada@example.org"]
    told = letter.subject + letter.body
    assert [word for word in ("Ada", "Byron", "analyst", "Council", "Lewisham") if word in told] == []
    assert invitation.public_id in told
    secret = link.rstrip("/").rpartition("/")[2]
    assert invitations.invitation_of(secret) == invitation
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(i)::text from partnership_invitation i")
        assert secret not in cursor.fetchone()[0]


def test_a_second_invitation_to_an_address_withdraws_the_first(cast):
    _, first = offered(cast)
    second, link = offered(cast)
    assert invitations.invitation_of(first) is None
    assert invitations.invitation_of(link) == second


def test_someone_at_the_table_is_not_invited_again(cast):
    with pytest.raises(ValidationError, match="already has a seat"):
        offered(cast, cast.own.user("analyst").email.upper())


@pytest.mark.parametrize("why", ["unknown", "used", "withdrawn", "too old"])
def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(cast, client, why):
    invitation, secret = offered(cast)
    if why == "used":
        invitations.accept(invitation, name="Ada", password=GOOD)
    elif why == "withdrawn":
        invitations.withdraw(invitation, by=cast.own.actor("administrator"))
    elif why == "too old":
        Invitation.objects.update(expires_at=timezone.now())
    answer = client.get(f"/invitations/{'x' * 43 if why == 'unknown' else secret}/")
    assert answer.status_code == 404
    assert "An invitation works once, for two weeks" in answer.content.decode()
    assert "Lewisham" not in answer.content.decode()


def test_someone_new_takes_a_seat_with_a_password_and_has_no_access_until_trained(cast, client):
    _, secret = offered(cast)
    answer = client.post(f"/invitations/{secret}/", {"name": "Ada Byron", "password": GOOD, "again": GOOD})
    assert (answer.status_code, answer.url) == (302, "/account/login/")
    ada = User.objects.get(email="new@example.org")
    assert authenticate(email="new@example.org", password=GOOD) == ada
    taken = ada.memberships.get()
    today = timezone.localdate()
    assert (taken.role, taken.agency, taken.standing(today)) == ("analyst", cast.own.council, "not trained")
    seats.record_training(taken, today + timedelta(days=365), by=cast.own.actor("administrator"))
    assert taken.standing(today) == "has access"
    assert events(taken) == [("collection", "analyst"), ("alteration", "administrator")]


def test_a_weak_password_makes_no_account(cast, client):
    _, secret = offered(cast)
    page = client.post(f"/invitations/{secret}/", {"name": "Ada", "password": "password1234", "again": "x"})
    assert "The two passwords differ" in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_someone_with_an_account_signs_in_to_take_a_seat_at_another_table(cast, visit):
    them = cast.other.user("analyst")
    _, secret = offered(cast, them.email, trained_until=timezone.localdate())
    address = f"/invitations/{secret}/"
    assert f"/account/login/?next={address}" in visit().get(address).content.decode()
    assert "another address" in visit(cast.other.user("councillor")).get(address).content.decode()
    assert visit(cast.other.user("councillor")).post(address).status_code == 200
    assert them.memberships.count() == 1
    answer = visit(them).post(address)
    assert (answer.status_code, answer.url) == (302, "/partnerships/lewisham/")
    assert visit(them).get(f"{HOME}/people/").status_code == 200


def test_a_link_makes_one_seat_even_if_followed_twice_at_once(cast):
    invitation, _ = offered(cast)
    invitations.accept(invitation, name="Ada", password=GOOD)
    with pytest.raises(ValidationError, match="used already"):
        invitations.accept(invitation, name="Ada", password=GOOD)


def test_whoever_follows_a_link_a_moment_too_late_is_told_that_it_does_not_work(cast, client, monkeypatch):
    invitation, secret = offered(cast)
    monkeypatch.setattr(invitations, "invitation_of", lambda secret: invitation)
    invitations.accept(invitation, name="Ada", password=GOOD)
    User.objects.filter(email="new@example.org").update(email="moved@example.org")
    answer = client.post(f"/invitations/{secret}/", {"name": "Ada", "password": GOOD, "again": GOOD})
    assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)


# The end of a seat


def test_the_end_of_a_seat_ends_every_session_at_once(cast, visit):
    leaver = cast.own.user("analyst")
    desk, phone = visit(leaver), visit(leaver)
    assert [one.get(f"{HOME}/people/").status_code for one in (desk, phone)] == [200, 200]
    ending = f"{HOME}/people/{cast.own.seats['analyst'].public_id}/end/"
    page = visit(cast.own.user("administrator")).post(ending, {"reason": "Left the council"})
    assert "signed out everywhere" in page.content.decode()
    assert [one.get(f"{HOME}/people/").status_code for one in (desk, phone)] == [302, 302]
    leaver.refresh_from_db()
    assert visit(leaver).get(f"{HOME}/people/").status_code == 404
    row = AccessEvent.objects.filter(record=f"membership:{cast.own.seats['analyst'].public_id}", purpose__gt="").get()
    assert (row.purpose, row.role) == ("Left the council", "administrator")


def test_a_session_that_no_list_knows_ends_as_well(cast, visit):
    from allauth.usersessions.models import UserSession

    client = visit(cast.own.user("analyst"))
    UserSession.objects.all().delete()
    seats.end_seat(cast.own.seats["analyst"], by=cast.own.actor("administrator"), reason="Left")
    assert client.get("/account/sessions/").status_code == 302


def test_what_the_leaver_owned_is_listed_from_every_package(cast, visit, monkeypatch):
    def owned_by(self, membership):
        return [cast.own.council] if membership.role == "analyst" else []

    monkeypatch.setattr(type(Agency._default_manager), "owned_by", owned_by, raising=False)
    page = visit(cast.own.user("administrator")).get(f"{HOME}/people/{cast.own.seats['analyst'].public_id}/end/")
    assert "<li>Agency: Council</li>" in page.content.decode()


def test_the_leaver_is_nobody_s_contact_and_waits_for_no_role(cast):
    leaver = cast.own.seats["practitioner"]
    made.role_change(cast.own)
    Agency.objects.filter(pk=cast.own.police.pk).update(contact=leaver)
    seats.end_seat(leaver, by=cast.own.actor("administrator"), reason="Left")
    assert Agency.objects.get(pk=cast.own.police.pk).contact is None
    assert not RoleChange.objects.filter(membership=leaver).waiting()


def test_the_last_seat_that_can_invite_does_not_end(cast):
    by = cast.own.actor("administrator")
    seats.end_seat(cast.own.seats["plan_owner"], by=by, reason="Left")
    with pytest.raises(ValidationError, match="last seat that can invite"):
        seats.end_seat(cast.own.seats["administrator"], by=by, reason="Left")


# A second person decides on a role


def test_a_role_changes_when_another_person_has_approved_and_holds_from_the_next_request(cast, visit):
    officer = visit(cast.own.user("practitioner"))
    change = f"{HOME}/people/role-changes/{made.role_change(cast.own)}/"
    assert officer.get(f"{HOME}/people/role-changes/").status_code == 403
    assert visit(cast.own.user("panel_chair")).post(change, {"decision": "approve"}).status_code == 302
    assert Membership.objects.get(pk=cast.own.seats["practitioner"].pk).role == "analyst"


@pytest.mark.parametrize("who", ["asked for it", "holds the seat"])
def test_nobody_approves_their_own(cast, visit, who):
    change = role_changes.ask(
        cast.own.seats["plan_owner"], "administrator", by=cast.own.actor("administrator"), reason="Takes over"
    )
    decider = "administrator" if who == "asked for it" else "plan_owner"
    with pytest.raises(PermissionDenied, match="Another person has to decide"):
        role_changes.decide(change, True, by=cast.own.actor(decider))
    address = f"{HOME}/people/role-changes/{change.public_id}/"
    answer = visit(cast.own.user(decider)).post(address, {"decision": "approve"})
    assert answer.status_code == 403
    assert AccessEvent.objects.filter(refused=True, record=f"page:{address}").count() == 1
    with pytest.raises(IntegrityError, match="another_person_decides"), transaction.atomic():
        RoleChange.objects.update(decided_by=cast.own.seats[decider], decided_at=timezone.now())
    assert Membership.objects.get(pk=cast.own.seats["plan_owner"].pk).role == "plan_owner"


def test_nobody_who_may_not_approve_gets_near_it(cast, visit):
    change = f"{HOME}/people/role-changes/{made.role_change(cast.own)}/"
    for role in ROLES.keys() - APPROVE_ROLES.roles:
        assert visit(cast.own.user(role)).post(change, {"decision": "approve"}).status_code == 403


# Confirming each quarter


def test_the_contact_confirms_the_ticked_and_nobody_confirms_themselves(cast, visit):
    made.agency_of_the_agency_lead(cast.own)
    officer, contact = cast.own.seats["practitioner"], cast.own.seats["agency_lead"]
    client, address = visit(contact.user), f"{HOME}/agencies/{cast.own.police.public_id}/confirm/"
    page = client.get(address).content.decode()
    assert (officer.public_id in page, contact.public_id in page, "checked" in page) == (True, False, False)
    before = (officer.confirmed_until, contact.confirmed_until)
    client.post(address, {"people": [officer.public_id, contact.public_id]})
    assert Membership.objects.get(pk=contact.pk).confirmed_until == before[1]
    client.post(address, {"people": [officer.public_id]})
    assert Membership.objects.get(pk=officer.pk).confirmed_until == timezone.localdate() + confirming.QUARTER
    assert Membership.objects.get(pk=officer.pk).confirmed_until > before[0]


def test_those_who_may_invite_confirm_the_contact_alone(cast):
    made.agency_of_the_agency_lead(cast.own)
    found = confirming.whom_to_confirm(cast.own.police, by=cast.own.actor("administrator"))
    assert [one.role for one in found] == ["agency_lead"]


def test_a_contact_has_notice_before_their_people_are_suspended_and_the_letter_names_nobody(cast):
    made.agency_of_the_agency_lead(cast.own)
    officer, today = cast.own.seats["practitioner"], timezone.localdate()
    letters = {}
    for days in (20, 14, 13, 7, 1, 0, -1):
        mail.outbox.clear()
        Membership.objects.filter(pk=officer.pk).update(confirmed_until=today + timedelta(days=days))
        confirming.remind_contacts(today, "https://site.example")
        letters[days] = len(mail.outbox)
        for letter in mail.outbox:
            assert letter.to == [cast.own.user("agency_lead").email]
            assert officer.user.name not in letter.subject + letter.body
            assert "https://site.example/partnerships/lewisham/agencies/" in letter.body
    assert letters == {20: 0, 14: 1, 13: 0, 7: 1, 1: 0, 0: 1, -1: 0}


# Which rows, on every page that shows them: those of the predicate, for every role at either table



SURFACES = {
    "people": (Membership, [f"people/?standing={one.replace(' ', '+')}" for one in STANDINGS], "people/{}/"),
    "agencies": (Agency, ["agencies/"], "agencies/{}/"),
    "invitations": (Invitation, ["people/invitations/"], None),
    "role changes": (RoleChange, ["people/role-changes/"], "people/role-changes/{}/"),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", ROLES)
def test_list_filter_and_detail_show_what_the_predicate_lets_through(cast, visit, surface, role):
    model, lists, detail = SURFACES[surface]
    for table in (cast.own, cast.other):
        made.role_change(table), made.invitation(table)
    everything = set(model.objects.values_list("public_id", flat=True))
    for table in (cast.own, cast.other):
        client, home = visit(table.user(role)), f"/partnerships/{table.partnership.slug}/"
        expected = set(seen.seen(model, table.actor(role)).values_list("public_id", flat=True))
        listed = set()
        for address in lists:
            listed |= set(re.findall(r"[2-9a-z]{12}", client.get(home + address).content.decode())) & everything
        assert listed == expected
        if detail:
            found = {one for one in everything if client.get(home + detail.format(one)).status_code == 200}
            assert found == expected


def test_the_predicates_let_through_something_and_not_everything(cast):
    made.role_change(cast.own), made.invitation(cast.own), made.invitation(cast.other)
    actor = cast.own.actor("administrator")
    for model in (Membership, Agency, Invitation):
        assert 0 < seen.seen(model, actor).count() < model.objects.count()
    assert {role for role in ROLES if seen.seen(Invitation, cast.own.actor(role))} == INVITE.roles


def test_a_person_sees_those_at_their_table_and_themselves(cast):
    found = {user.email for user in seen.seen(User, cast.own.actor("analyst"))}
    own = Membership.objects.filter(partnership=cast.own.partnership)
    assert found == set(own.values_list("user__email", flat=True))


def test_a_filter_reveals_nothing_of_another_table(cast, visit):
    """Not a row, a count, a choice, or another wording than for a word that names nothing."""
    client = visit(cast.own.user("administrator"))
    theirs, nothing = cast.other.council.public_id, "222222222222"
    one, two = (client.get(f"{HOME}/people/?agency={word}").content.decode() for word in (theirs, nothing))
    assert one.replace(theirs, "") == two.replace(nothing, "")
    assert "Nobody at this table matches" in one


def test_an_address_and_dates_are_shown_to_the_person_and_to_those_who_look_after_seats(cast, visit):
    address = f"{HOME}/people/{cast.own.seats['practitioner'].public_id}/"
    told = {role for role in ROLES if "@example.org" in visit(cast.own.user(role)).get(address).content.decode()}
    assert told == {"administrator", "plan_owner", "practitioner"}


# Groups


def test_a_group_sees_its_boroughs_by_name_and_no_page_of_theirs(cast, visit):
    client = visit(cast.region.user("reviewer"))
    page = client.get("/partnerships/london/partnerships/").content.decode()
    assert ("Safer Lewisham Partnership" in page, "Safer Greenwich Partnership" in page) == (True, True)
    for slug in ("lewisham", "greenwich"):
        assert client.get(f"/partnerships/{slug}/people/").status_code == 404
    assert visit(cast.own.user("analyst")).get("/partnerships/lewisham/partnerships/").status_code == 404


# How often the database is asked


LISTS = ["people/", "agencies/", "people/invitations/", "people/role-changes/"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_often_for_three_rows_more(cast, visit, address):
    client = visit(cast.own.user("administrator"))
    client.get(f"{HOME}/{address}")
    made.role_change(cast.own), made.invitation(cast.own)
    few = queries(client, f"{HOME}/{address}")
    for number in range(3):
        agency = Agency.objects.create(partnership=cast.own.partnership, name=f"Agency {number}", kind="charity")
        more = seat(cast.own, "analyst", agency, f"Person {number}")
        role_changes.ask(more, "reviewer", by=cast.own.actor("plan_owner"), reason="More")
        offered(cast, f"more{number}@example.org")
    assert queries(client, f"{HOME}/{address}") == few


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_public_identifiers_are_opaque_and_never_the_key(cast):
    numbers = {str(one.pk) for one in Membership.objects.all()}
    identifiers = list(Membership.objects.order_by("pk").values_list("public_id", flat=True))
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[2-9a-hjkmnp-z]{12}", one) for one in identifiers)
    assert not numbers & set(identifiers)
    assert sorted(identifiers) != identifiers


def test_the_password_of_the_cast_signs_in(db):
    assert authenticate(email=person("Someone new").email, password=PASSWORD)
