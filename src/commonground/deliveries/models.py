"""A file that was sent, on its way to the shelf; and an edition taken off it again."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor

STEPS = (
    ("arrived", "ready"),
    ("arrived", "unchanged"),
    ("arrived", "refused"),
    ("arrived", "cancelled"),
    ("ready", "loading"),
    ("ready", "cancelled"),
    ("loading", "loaded"),
    ("loading", "unchanged"),
    ("loading", "refused"),
)
"""From which state to which; the database refuses any other step."""


class Deliveries(models.QuerySet["Delivery"]):
    def seen_by(self, actor: Actor) -> "Deliveries":
        """What was sent to the actor’s own table."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()

    def owned_by(self, seat: Membership) -> "Deliveries":
        """The files of the person in the seat that still wait for a decision."""
        return self.waiting().filter(sent_by=seat)

    def waiting(self) -> "Deliveries":
        """Those whose file is still kept beside the shelf."""
        return self.exclude(kept="")


@remembered(without=("outcomes", "step"))
class Delivery(models.Model):
    """A file that an analyst sent, from its arrival to the shelf or to its refusal."""

    class State(models.TextChoices):
        ARRIVED = "arrived", "Being checked"
        READY = "ready", "Ready to load"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        UNCHANGED = "unchanged", "Loaded before"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="deliveries")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    name = models.CharField(max_length=200, help_text="What its sender called the file.")
    kept = models.CharField(max_length=40, blank=True, help_text="What it is called while it waits; empty once erased.")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    published = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ARRIVED)
    said = models.TextField(blank=True, help_text="Why it waits, or why it was refused.")
    step = models.CharField(max_length=200, blank=True, help_text="What is being done with it now.")
    outcomes = models.JSONField(default=list, help_text="What each file or sheet of it is, as ‘load --json’ says.")
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="deliveries")
    sent_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Deliveries), partnership="partnership")

    class Meta:
        ordering = ("-sent_at", "-id")
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="delivery_with_partnership"),
            models.CheckConstraint(
                condition=Q(state__in=("arrived", "ready", "loading")) | Q(kept=""), name="nothing_kept_of_what_is_done"
            ),
        )
        triggers = (pgtrigger.FSM(name="delivery_steps", field="state", transitions=[*STEPS]),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_moving(self) -> bool:
        """Whether a job is at work on it, so that the page will soon say something else."""
        return self.state in ("arrived", "loading")


class Withdrawals(models.QuerySet["Withdrawal"]):
    def seen_by(self, actor: Actor) -> "Withdrawals":
        """What the actor’s own table has taken off its shelf."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()


@remembered()
class Withdrawal(models.Model):
    """An edition taken off the partnership’s own shelf, by whom and why. Frozen papers keep its numbers."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="withdrawals")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    edition = models.CharField(max_length=120)
    source = models.CharField(max_length=80)
    file = models.CharField(max_length=300)
    rows = models.PositiveBigIntegerField()
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="withdrawals")
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Withdrawals), partnership="partnership")

    class Meta:
        ordering = ("-withdrawn_at", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawn_for_a_reason"),
            models.UniqueConstraint(
                fields=("partnership", "edition"), condition=Q(gone_at__isnull=True), name="withdrawn_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} withdrawn"
