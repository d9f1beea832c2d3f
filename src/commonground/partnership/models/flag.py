"""A pattern in what somebody looked at, for someone else to ask about. It accuses nobody: most have a plain reason."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.people import User
from commonground.partnership.models.place import Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor


class Flags(models.QuerySet["Flag"]):
    def seen_by(self, actor: Actor) -> "Flags":
        """Those of the actor’s own table, but none about the actor."""
        if not actor.membership:
            return self.none()
        return self.filter(partnership=actor.partnership).exclude(person=actor.user)

    def waiting(self) -> "Flags":
        return self.filter(decided_at__isnull=True)


@remembered()
class Flag(models.Model):
    """What one person did on one day that a pattern picks out, and what was decided about it."""

    class Outcome(models.TextChoices):
        IN_ORDER = "in_order", "There is a plain reason, and it is in order"
        SPOKEN = "spoken", "I spoke with the person, and it is settled"
        LOOKED_INTO = "looked_into", "It is being looked into as a possible breach"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="flags")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    pattern = models.CharField(max_length=40)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="flags")
    day = models.DateField()
    rows = ArrayField(models.BigIntegerField(), help_text="The numbers of the rows of the log.")
    found_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="flags_decided")
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Flags), partnership="partnership")

    class Meta:
        ordering = ("-day", "pattern")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "pattern", "person", "day"), name="flagged_once_a_day"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="") & ~Q(note="")),
                name="decided_by_someone_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")), name="nobody_decides_on_their_own"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pattern} on {self.day}"
