"""A plan as it stood: written once, never rebuilt from history. All that is read from outside the table reads these."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.rule import Actor
from commonground.plan.models.plan import Plan
from commonground.plan.rules import READ_PLAN, READ_REVIEWED, READ_SUBMITTED_PLAN
from commonground.plan.written import WrittenPlan


class Snapshots(models.QuerySet["Snapshot"]):
    def seen_by(self, actor: Actor) -> "Snapshots":
        """Of the own table, all or the reviewed ones by role; for reviewers, what was submitted, also of a group’s."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_PLAN.allows(actor):
            seen = Q(partnership=actor.partnership)
        elif READ_REVIEWED.allows(actor):
            seen = Q(partnership=actor.partnership, reason=Snapshot.Reason.REVIEWED)
        if READ_SUBMITTED_PLAN.allows(actor):
            seen |= Q(
                Q(partnership=actor.partnership) | Q(partnership__groups__group=actor.partnership),
                reason=Snapshot.Reason.SUBMITTED,
            )
        return self.filter(seen).distinct()

    def light(self) -> "Snapshots":
        """Without the document, for a list."""
        return self.defer("document").select_related("partnership")


class Snapshot(models.Model):
    """The whole plan on one day, in the written form."""

    class Reason(models.TextChoices):
        SUBMITTED = "submitted", "Submitted for outside review"
        REVIEWED = "reviewed", "Closed review"
        REPORTED = "reported", "Made for a report"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="snapshots")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="snapshots")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    as_of = models.DateField()
    document = models.JSONField(help_text="A WrittenPlan.")
    sha256 = models.CharField(max_length=64, help_text="Of the document.")
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="snapshots")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Snapshots), partnership="partnership")

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = (models.UniqueConstraint(fields=("id", "partnership"), name="snapshot_with_partnership"),)
        triggers = (pgtrigger.Protect(name="snapshots_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.as_of:%-d %B %Y}"

    @property
    def written(self) -> WrittenPlan:
        """The plan that it holds."""
        return WrittenPlan.model_validate(self.document)
