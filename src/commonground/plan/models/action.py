"""What somebody does by a day: the action, its tasks, and the rows that tie it to the rest of the plan."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.plan.models.answer import Answer
from commonground.plan.models.plan import OfTheTable, Plan
from commonground.plan.models.template import Theme
from commonground.plan.terms import ActionKind, ActionState, CostBand, Direction, Level, Priority, Rag


class Actions(OfTheTable):
    def owned_by(self, seat: Membership) -> "Actions":
        """Open ones that the person in the seat is accountable for."""
        return self.filter(owner=seat, state=ActionState.OPEN)

    def orphans(self, on: date) -> "Actions":
        """Open, resourced ones that nobody with an open seat is accountable for."""
        gone = Q(owner=None) | Q(owner__end__lte=on)
        return self.filter(gone, state=ActionState.OPEN, kind=ActionKind.RESOURCED)


@remembered()
class Action(models.Model):
    """One thing that is done, with one accountable person and agency. ``rag`` is the owner’s own view."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    ref = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=ActionKind.choices, default=ActionKind.RESOURCED)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    state_reason = models.TextField(blank=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices, blank=True)
    weight = models.PositiveSmallIntegerField(null=True, blank=True)
    weight_reason = models.TextField(blank=True, help_text="Why this priority or weight.")
    cost_band = models.CharField(max_length=10, choices=CostBand.choices, default=CostBand.UNKNOWN)
    funder = models.CharField(max_length=200, blank=True)
    funded_until = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    success = models.TextField(blank=True, help_text="What success looks like.")
    notes = models.TextField(blank=True, help_text="For the table alone: never published, submitted or shared.")
    rag = models.CharField(max_length=12, choices=Rag.choices, blank=True)
    rag_reason = models.TextField(blank=True, help_text="Why it differs from what follows from tasks and dates.")
    told_on = models.DateField(null=True, blank=True, help_text="When its owner last said how it goes.")
    shared_from = models.CharField(max_length=12, blank=True, help_text="The action of a group’s plan it is part of.")
    practice_card = models.CharField(max_length=12, blank=True, help_text="The practice card that it was taken from.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Actions), partnership="partnership")

    class Meta:
        ordering = ("plan", "theme__number", "id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="action_with_partnership"),
            models.UniqueConstraint(fields=("plan", "ref"), name="one_action_of_a_ref"),
            models.CheckConstraint(
                condition=Q(due=None) | Q(starts=None) | Q(due__gte=F("starts")), name="action_due_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(state_reason=""), name="dropped_with_a_reason"),
        )
        indexes = (models.Index(fields=("shared_from",), name="action_shared_from"),)

    def __str__(self) -> str:
        return f"{self.ref}: {self.title}"


@remembered()
class Task(models.Model):
    """A milestone of an action."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tasks")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="tasks")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    title = models.CharField(max_length=300)
    due = models.DateField(null=True, blank=True)
    done = models.DateField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("action", F("due").asc(nulls_last=True), "id")

    def __str__(self) -> str:
        return self.title


@remembered()
class Expectation(models.Model):
    """A measure, or a register, that should move if the action does what it is meant to."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="expectations")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="expectations")
    measure = models.SlugField(max_length=80, help_text="The key of a measure, or of a register.")
    direction = models.CharField(max_length=6, choices=Direction.choices)
    by = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("action", "measure")
        constraints = (models.UniqueConstraint(fields=("action", "measure"), name="expected_once"),)

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_direction_display()}"


@remembered()
class Serves(models.Model):
    """The action serves a standard or an option."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="serves")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="served_by")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("action", "answer__item__number")
        constraints = (models.UniqueConstraint(fields=("action", "answer"), name="serves_once"),)
        verbose_name_plural = "serves"

    def __str__(self) -> str:
        return f"{self.action_id} serves {self.answer_id}"


@remembered()
class Dependency(models.Model):
    """The action cannot go on before another one."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="depends_on")
    on = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="held_up")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("action", "on")
        constraints = (
            models.UniqueConstraint(fields=("action", "on"), name="depends_once"),
            models.CheckConstraint(condition=~Q(action=F("on")), name="depends_on_another"),
        )
        verbose_name_plural = "dependencies"

    def __str__(self) -> str:
        return f"{self.action_id} depends on {self.on_id}"


@remembered()
class Contribution(models.Model):
    """An agency that helps with the action, without being accountable for it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contributions")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("action", "agency__name")
        constraints = (models.UniqueConstraint(fields=("action", "agency"), name="contributes_once"),)

    def __str__(self) -> str:
        return f"{self.agency} contributes"
