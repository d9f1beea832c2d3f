"""The invented partnerships: complete, marked, the same when made again, and open although time goes by."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import AccessEvent, Agency, Grouping, Invitation, Membership, Partnership, User
from commonground.partnership.roles import ROLES
from commonground.web import demonstration
from commonground.web.demonstration.cast import SEATS, TABLES

pytestmark = pytest.mark.django_db
KINDS = (Partnership, Agency, Grouping, User, Membership, Invitation, AccessEvent)


@pytest.fixture(autouse=True)
def unscoped():
    with scopes_disabled():
        yield


def rows() -> dict[str, list[dict]]:
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in KINDS}


def test_made_again_it_stays_the_same():
    first = demonstration.make()
    before = rows()
    assert (first > 100, demonstration.make(), rows() == before) == (True, 0, True)


def test_everyone_and_every_partnership_is_marked_as_invented():
    demonstration.seat_everyone()
    assert not Partnership.objects.filter(demonstration=False).exists()
    assert not User.objects.filter(demonstration=False).exists()
    assert {user.email.rpartition("@")[2] for user in User.objects.all()} == {"example.org"}
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_lewisham_has_all_ten_roles_and_all_statutory_agencies():
    demonstration.seat_everyone()
    seats = Membership.objects.current(timezone.localdate()).filter(partnership__slug="lewisham")
    assert {seat.role for seat in seats} == set(ROLES)
    kinds = set(Agency.objects.filter(partnership__slug="lewisham").values_list("kind", flat=True))
    assert kinds == {kind.value for kind in Agency.Kind}


def test_boroughs_are_grouped_in_the_policing_unit_and_in_london():
    demonstration.seat_everyone()
    grouped = {(g.group.slug, g.partnership.slug) for g in Grouping.objects.select_related("group", "partnership")}
    boroughs = {"lewisham", "greenwich", "bexley"}
    assert grouped == {("south-east", slug) for slug in boroughs} | {("london", s) for s in (*boroughs, "south-east")}


def test_a_past_seat_an_untrained_one_and_an_open_invitation_are_there():
    demonstration.seat_everyone()
    current = set(Membership.objects.current(timezone.localdate()).values_list("user__name", flat=True))
    assert {seat.name for seat in SEATS} - current == {"Gone Formerly", "Una Untrained"}
    assert Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now()).count() == 1


def test_an_old_demonstration_still_opens():
    demonstration.seat_everyone()
    long_ago = timezone.localdate() - timedelta(days=400)
    Membership.objects.filter(end=None).update(trained_until=long_ago, confirmed_until=long_ago)
    demonstration.seat_everyone()
    current = set(Membership.objects.current(timezone.localdate()).values_list("user__name", flat=True))
    assert {seat.name for seat in SEATS} - current == {"Gone Formerly", "Una Untrained"}


def test_names_tell_that_they_are_invented():
    plain = {table.slug for table in TABLES}
    assert {seat.table for seat in SEATS} == plain
    assert len({(seat.table, seat.name) for seat in SEATS}) == len(SEATS)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_its_front_page_marked_as_invented(role, visit):
    demonstration.seat_everyone()
    seat = Membership.objects.filter(partnership__slug="lewisham", role=role).order_by("pk").first()
    page = visit(seat.user).get("/partnerships/lewisham/")
    assert (page.status_code, "invented" in page.content.decode()) == (200, True)
