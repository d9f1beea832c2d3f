"""What a claim rests on, and of which day it speaks."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.plan.models.action import Action
from commonground.plan.models.answer import Answer
from commonground.plan.models.plan import OfTheTable
from commonground.plan.terms import EvidenceKind


@remembered()
class Evidence(models.Model):
    """A measure, a register’s count, a file, minutes or a link, for one answer or one action."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="plan_evidence")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    of = models.DateField(null=True, blank=True, help_text="The day that it speaks of.")
    measure = models.SlugField(max_length=80, blank=True, help_text="The key of a measure, or of a register’s count.")
    address = models.URLField(max_length=500, blank=True)
    per_quarter = models.PositiveSmallIntegerField(
        "promised a quarter", null=True, blank=True, help_text="What a count of a register should reach each quarter."
    )
    note = models.TextField(blank=True)
    kept = models.CharField(max_length=40, blank=True, help_text="Where a file is kept.")
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="plan_evidence")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = (F("of").desc(nulls_last=True), "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer=None, action__isnull=False) | Q(answer__isnull=False, action=None),
                name="evidence_for_one_thing",
            ),
        )
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
