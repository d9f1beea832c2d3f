"""Violence intelligence briefings: built once from the evidence and the registers, and frozen from then on."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.registers.models.tasking import OfTasking, TaskingMeeting
from commonground.registers.tasking.terms import BRIEFING_STEPS, BriefingState


class Briefings(OfTasking):
    def built(self) -> "Briefings":
        return self.filter(state=BriefingState.BUILT)

    def light(self) -> "Briefings":
        """Without the long text, for a list."""
        return self.defer("document")


@remembered(without=("document", "step", "done", "of"))
class TaskingBriefing(models.Model):
    """One briefing of a meeting, as evidence and registers stood on a day. A newer one stands beside it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_briefings")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="briefings")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=BriefingState.choices, default=BriefingState.BUILDING)
    step = models.CharField(max_length=120, blank=True, help_text="The part that is being written now.")
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True, help_text="Why it could not be built, and what to do.")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_briefings")
    asked_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=60, blank=True)
    document = models.TextField(blank=True, help_text="All blocks, as JSON.")
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Briefings), partnership="partnership")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="tasking_briefing_with_partnership"),
            models.UniqueConstraint(
                fields=("meeting",), condition=Q(state="building"), name="one_briefing_is_built_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="built") | (Q(built_at__isnull=False) & ~Q(document="") & ~Q(sha256="")),
                name="built_with_its_document",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="briefing_steps", field="state", transitions=[*BRIEFING_STEPS]),
            pgtrigger.Protect(
                name="built_briefings_never_change", operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="built"),  # type: ignore[call-arg]
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Violence intelligence briefing, {self.as_of:%-d %B %Y}"


class TaskingFile(models.Model):
    """A briefing as a file, made in the job that built it and kept in the same transaction."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_files")
    briefing = models.ForeignKey(TaskingBriefing, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=8, choices=[(f, f.upper()) for f in ("pdf", "docx")])
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("briefing", "form"), name="one_briefing_file_of_a_form"),)
        triggers = (
            pgtrigger.Protect(name="briefing_files_never_change", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.form} of {self.briefing_id}"
