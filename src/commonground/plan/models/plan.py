"""The plan of a partnership, or of a policing unit or region. There is one at a time; earlier ones are kept."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.template import TemplateVersion
from commonground.plan.rules import READ_PLAN


class OfTheTable(models.QuerySet):  # type: ignore[type-arg]
    """Rows of the living plan: read at their own table, by those who work on it."""

    def seen_by(self, actor: Actor) -> "OfTheTable":
        """The own table’s, for those who read the plan while it is being worked on."""
        return self.filter(partnership=actor.partnership) if READ_PLAN.allows(actor) else self.none()


class Plans(OfTheTable):
    def current(self) -> "Plans":
        """The one that is being worked on."""
        return self.filter(ended_on=None)


@remembered()
class Plan(models.Model):
    """What the partnership agreed to do about violence, in the form of a template."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="plans")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    plain_summary = models.TextField(blank=True, help_text="For the public page, in plain English.")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True, help_text="When another plan took its place.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Plans), partnership="partnership")

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="plan_with_partnership"),
            models.UniqueConstraint(fields=("partnership",), condition=Q(ended_on=None), name="one_plan_at_a_time"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="plan_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return self.title

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.ends is not None and self.ends < on
