"""Tasks that a tasking meeting gave to services, what their owners say of them, and the letters about them."""

from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.registers.models.tasking import OfTasking, TaskingDecision, TaskingMeeting
from commonground.registers.models.tasking_freezing import MEETING
from commonground.registers.tasking.terms import LetterKind, TaskState

if TYPE_CHECKING:
    from commonground.partnership.rule import Actor


class Tasks(OfTasking):
    def open(self) -> "Tasks":
        """Those that are carried forward, the latest first."""
        return self.filter(state=TaskState.OPEN).order_by("due", "id")

    def open_on(self, on: date) -> "Tasks":
        """Those that were open at the end of a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on)).order_by("due", "id")

    def late(self, on: date) -> "Tasks":
        return self.open().filter(due__lt=on)

    def owned_by(self, seat: Membership) -> "Tasks":
        """Open tasks that the person in the seat was given: somebody else of the agency has to take them on."""
        return self.open().filter(owner=seat)

    def of(self, actor: "Actor") -> "Tasks":
        """Those of the person, and those of their agency that nobody in it was given."""
        seat = actor.membership
        if seat is None:
            return self.none()  # type: ignore[return-value]
        return self.filter(Q(owner=seat) | Q(owner=None, agency=seat.agency_id))

    def with_people(self) -> "Tasks":
        return self.select_related("agency", "owner__user", "decision", "meeting")


@remembered()
class TaskingTask(models.Model):
    """What a service was asked to do, by when, and what came of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_tasks")
    meeting = models.ForeignKey(TaskingMeeting, on_delete=models.PROTECT, related_name="tasks")
    decision = models.ForeignKey(TaskingDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.CharField("task", max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasking_tasks")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="tasking_tasks")
    due = models.DateField()
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    result = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_tasks_given")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Tasks), partnership="partnership")

    class Meta:
        ordering = ("due", "id")
        indexes = (models.Index(fields=("partnership", "due"), condition=Q(state="open"), name="tasks_that_are_open"),)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="tasking_task_with_partnership"),
            models.CheckConstraint(
                condition=Q(state="open", result="", closed_on=None)
                | (~Q(state="open") & ~Q(result="") & Q(closed_on__isnull=False)),
                name="a_task_is_closed_with_its_result",
            ),
        )
        triggers = (pgtrigger.Protect(name="tasks_are_kept", operation=pgtrigger.Delete), MEETING.never_emptied())

    def __str__(self) -> str:
        return self.text


@remembered()
class TaskingUpdate(models.Model):
    """What was said of a task on a day: how it stands, and a later day where it was given one."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_updates")
    task = models.ForeignKey(TaskingTask, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="tasking_updates")
    agency_name = models.CharField(max_length=120, blank=True, help_text="Whose words these were, then.")
    state = models.CharField(max_length=8, choices=TaskState.choices)
    text = models.TextField()
    due = models.DateField(null=True, blank=True, help_text="The new day, where it was moved.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        ordering = ("-on", "-id")
        triggers = (pgtrigger.Protect(name="updates_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}: {self.get_state_display()}"


class TaskingLetter(models.Model):
    """That a person was told of a task by e-mail: a reference and a link, once for each day that it is due."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasking_letters")
    task = models.ForeignKey(TaskingTask, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tasking_letters")
    kind = models.CharField(max_length=6, choices=LetterKind.choices)
    due = models.DateField()
    sent_at = models.DateTimeField()

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTasking), partnership="partnership")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("task", "to", "kind", "due"), name="one_letter_of_a_task_and_day"),
        )
        triggers = (pgtrigger.Protect(name="letters_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sent_at:%-d %B %Y}"
