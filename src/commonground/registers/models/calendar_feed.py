"""A private address at which a member’s own calendar reads the calendar of the registers."""

from datetime import date

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.people import Memberships
from commonground.partnership.models.system import hashed
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor


class CalendarFeeds(models.QuerySet["CalendarFeed"]):
    def seen_by(self, actor: Actor) -> "CalendarFeeds":
        """The actor’s own, and nobody else’s."""
        return self.filter(seat=actor.membership) if actor.membership else self.none()

    def live(self) -> "CalendarFeeds":
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def with_secret(self, secret: str, on: date) -> "CalendarFeed | None":
        """The live one with this secret, while the seat it was made for gives access."""
        seats = Memberships(Membership).current(on)  # asked before anybody is at a table
        found = self.live().filter(secret_hash=hashed(secret), seat__in=seats)
        return found.select_related("seat__user", "seat__agency", "seat__partnership").first()


@remembered(without=("secret_hash",))
class CalendarFeed(models.Model):
    """One address. Its secret is shown once, when it is made, and kept as a hash alone."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="calendar_feeds")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    seat = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CalendarFeeds), partnership="partnership")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("seat",), condition=Q(revoked_at__isnull=True), name="one_live_calendar_of_a_seat"
            ),
        )

    def __str__(self) -> str:
        return f"Calendar address of {self.made_at:%-d %B %Y}"
