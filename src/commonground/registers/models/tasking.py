"""Tasking meetings with what belongs to each: who came, the agenda, decisions, corrections. Approved is frozen."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.models.tasking_freezing import MEETING, frozen_with_its_meeting
from commonground.registers.rules import READ_TASKING
from commonground.registers.tasking.terms import STEPS, AgendaItem, Came, MeetingState


class OfTasking(models.QuerySet):  # type: ignore[type-arg]
    def seen_by(self, actor: Actor) -> "OfTasking":
        """The own table’s, for those who sit at its tasking meeting; nobody else sees any of it."""
        return self.filter(partnership=actor.partnership) if READ_TASKING.allows(actor) else self.none()


class Meetings(OfTasking):
    def owned_by(self, seat: Membership) -> "Meetings":
        """Those to come, and those with minutes to approve, that the person in the seat chairs."""
        return self.filter(chair=seat).exclude(state=MeetingState.APPROVED)

    def with_people(self) -> "Meetings":
        return self.select_related("chair__user", "chair__agency", "partnership", "approved_by__user")


@remembered(without=("minutes",))
class TaskingMeeting(models.Model):
    """One meeting: prepared, held, and frozen once its chair has approved the minutes."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_meetings")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    held_on = models.DateField("day of the meeting")
    starts = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, help_text="A room, or that it is a call; never the link to join it.")
    chair = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_chaired")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PREPARING)
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_planned")
    minutes = models.TextField(blank=True, help_text="All blocks, as JSON, as they were approved.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the minutes.")
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="tasking_approved"
    )

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Meetings), partnership="partnership")

    class Meta:
        ordering = ("-held_on",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="tasking_meeting_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "held_on"), name="one_tasking_meeting_a_day"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(approved_on__isnull=False, approved_by__isnull=False) & ~Q(minutes="") & ~Q(sha256="")),
                name="approved_with_its_minutes",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="tasking_steps", field="state", transitions=[*STEPS]),
            MEETING.itself("approved_meetings_never_change"),
            MEETING.never_emptied(),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Tasking meeting of {self.held_on:%-d %B %Y}"


@remembered()
class TaskingAttendance(models.Model):
    """An agency that was invited, and whether it came."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_attendance")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasking_attendance")
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.INVITED)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("agency__name",)
        verbose_name_plural = "tasking attendance"
        constraints = (models.UniqueConstraint(fields=("meeting", "agency"), name="an_agency_is_invited_once"),)
        triggers = frozen_with_its_meeting()

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_came_display()}"


@remembered()
class TaskingItem(models.Model):
    """A point of the agenda, and what was said of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_items")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="items")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    kind = models.CharField(max_length=10, choices=AgendaItem.choices)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="What it is about, and what is asked of the meeting.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="tasking_items")
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_items")
    minute = models.TextField(blank=True, help_text="What was said, without anybody’s name.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="tasking_item_with_partnership"),
            models.UniqueConstraint(
                fields=("meeting", "kind"), condition=~Q(kind="brought"), name="a_standing_item_stands_once"
            ),
        )
        triggers = frozen_with_its_meeting()

    def __str__(self) -> str:
        return self.title


@remembered()
class TaskingDecision(models.Model):
    """What the meeting decided, why, whose it is and by when. Its reference is T, the month, and its number there."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_decisions")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(TaskingItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    ref = models.CharField(max_length=16)
    text = models.TextField("decision")
    reason = models.TextField("reason")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasking_decisions")
    due = models.DateField("day by which it is done")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_decisions")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("-ref",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="tasking_decision_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "ref"), name="one_decision_of_a_reference"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason=""), name="a_decision_has_its_reason"),
            models.CheckConstraint(
                condition=Q(ref__regex=r"^T-[0-9]{4}-[0-9]{2}-[0-9]{2,}$"), name="a_decision_is_numbered_by_its_month"
            ),
        )
        triggers = frozen_with_its_meeting()

    def __str__(self) -> str:
        return f"{self.ref}: {self.text[:80]}"


@remembered()
class TaskingCorrection(models.Model):
    """A mistake in approved minutes, put right in a later meeting: the minutes themselves stay as they were."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_corrections")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="corrections_made")
    of = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="corrections")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.TextField(help_text="What was wrong, and what is right.")
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_corrections")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(meeting=models.F("of")), name="corrected_in_a_later_meeting"),
        )
        triggers = frozen_with_its_meeting()

    def __str__(self) -> str:
        return f"Correction of the {str(self.of).lower()}"
