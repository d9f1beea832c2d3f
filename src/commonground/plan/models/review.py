"""Quarterly reviews: a round, a row for each action in it, challenges and letters. What is closed never changes."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.freezing import Frozen
from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.action import Action
from commonground.plan.models.plan import Plan
from commonground.plan.models.snapshot import Snapshot
from commonground.plan.review_steps import STEPS
from commonground.plan.rules import READ_PLAN, READ_REVIEWED
from commonground.plan.terms import Rag, RoundState

FROZEN = Frozen("plan_reviewround", "closed", "a closed review")
WITH_IT = "frozen_with_its_round"


class Rounds(models.QuerySet["ReviewRound"]):
    def seen_by(self, actor: Actor) -> "Rounds":
        """All of the own table’s for those who work on the plan; for its other readers, those that are closed."""
        own = self.filter(partnership=actor.partnership)
        if READ_PLAN.allows(actor):
            return own
        return own.filter(state=RoundState.CLOSED) if READ_REVIEWED.allows(actor) else self.none()

    def closed(self) -> "Rounds":
        return self.filter(state=RoundState.CLOSED)

    def current(self) -> "Rounds":
        """Those that are not closed: at most one for each plan."""
        return self.exclude(state=RoundState.CLOSED)


@remembered()
class ReviewRound(models.Model):
    """One quarter’s review of the plan."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="review_rounds")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    number = models.PositiveSmallIntegerField(help_text="1 for the table’s first review, and so on.")
    title = models.CharField(max_length=100, help_text="The months that it is about.")
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    opened_on = models.DateField()
    due = models.DateField(help_text="The day by which owners say how their actions go.")
    meeting_on = models.DateField(null=True, blank=True, help_text="When the board meets, or met.")
    minute = models.CharField(max_length=60, blank=True, help_text="Where the minutes have it.")
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="round")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Rounds), partnership="partnership")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="round_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "number"), name="one_round_of_a_number"),
            models.UniqueConstraint(fields=("plan",), condition=~Q(state="closed"), name="one_round_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False, snapshot__isnull=False),
                name="closed_with_its_snapshot",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="round_steps", field="state", transitions=[*STEPS]),
            FROZEN.itself("closed_rounds_never_change"),
            FROZEN.never_emptied(),
        )

    def __str__(self) -> str:
        return f"Review {self.number}: {self.title}"


class OfRounds(models.QuerySet):  # type: ignore[type-arg]
    def seen_by(self, actor: Actor) -> "OfRounds":
        """Those of the rounds that the actor sees."""
        return self.filter(round__in=Rounds(ReviewRound).seen_by(actor))


class Rows(OfRounds):
    def updates(self) -> "Rows":
        """One for each action; without corrections of earlier rounds."""
        return self.filter(corrects=None)

    def of_owner(self, seat: Membership | None) -> "Rows":
        """Those of the actions that the person in the seat is accountable for now."""
        return self.updates().filter(action__owner=seat) if seat else self.none()

    def missing(self) -> "Rows":
        return self.updates().filter(received=False)

    def with_people(self) -> "Rows":
        """Each with what a list says of it."""
        return self.select_related("action__theme", "owner__user", "submitted_by__user", "round", "action__owner")


@remembered()
class ReviewRow(models.Model):
    """What an action’s owner told one round. Not received stays as a row that says so.

    A row that ``corrects`` one of a closed round stands beside it: the closed one is as it was.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="review_rows")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="rows")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="review_rows")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    ref = models.CharField(max_length=20, help_text="The action’s, as it was.")
    title = models.CharField(max_length=300, help_text="The action’s, as it was.")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="review_rows")
    owner_name = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="review_rows")
    agency_name = models.CharField(max_length=120, blank=True)
    received = models.BooleanField(default=False)
    unchanged = models.BooleanField(default=False, help_text="Its owner said that nothing has changed.")
    rag = models.CharField(max_length=12, choices=Rag.choices, blank=True)
    rag_reason = models.TextField(blank=True)
    derived = models.CharField(max_length=12, choices=Rag.choices, blank=True)
    derived_because = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    help_needed = models.TextField(blank=True)
    tasks_told = models.JSONField(default=list, help_text="The titles of the tasks that were said to be done.")
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="review_rows_submitted"
    )
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    correction = models.TextField(blank=True, help_text="What was wrong, and what is right.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Rows), partnership="partnership")

    class Meta:
        ordering = ("round", "action__theme__number", "action_id", "id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="review_row_with_partnership"),
            models.UniqueConstraint(
                fields=("round", "action"), condition=Q(corrects=None), name="one_row_of_an_action_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(received=False) | Q(submitted_on__isnull=False), name="received_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction="") | (Q(corrects__isnull=False) & ~Q(correction="")),
                name="a_correction_says_what_is_right",
            ),
        )
        triggers = (FROZEN.with_it(WITH_IT, "{row}.round_id"), FROZEN.never_emptied())

    def __str__(self) -> str:
        return f"{self.ref} in review {self.round_id}"

    @property
    def has_left(self) -> bool:
        """Whether nothing was received, and its owner has no seat any more."""
        end = self.owner.end if self.owner else None
        return not self.received and end is not None and end <= date.today()

    @property
    def said(self) -> list[tuple[str, str]]:
        """What its owner wrote, with a title for each text."""
        texts = (
            ("Progress", self.progress), ("Done", "; ".join(self.tasks_told)), ("Next steps", self.next_steps),
            ("What stands in the way", self.barriers), ("Help needed", self.help_needed),
        )  # fmt: skip
        return [one for one in texts if one[1]]

    @property
    def help(self) -> str:
        """What stands in the way and what would help, as one text."""
        return "\n\n".join(filter(None, (self.barriers, self.help_needed and f"Help needed: {self.help_needed}")))


class Challenges(models.QuerySet["Challenge"]):
    def seen_by(self, actor: Actor) -> "Challenges":
        """Those of the rounds that the actor sees."""
        return self.filter(row__round__in=Rounds(ReviewRound).seen_by(actor))

    def with_people(self) -> "Challenges":
        return self.select_related("by__user", "replied_by__user", "decided_by__user", "row__round", "row__action")


@remembered()
class Challenge(models.Model):
    """What the board asks of an update, the reply, and what it decided."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="challenges")
    row = models.ForeignKey(ReviewRow, on_delete=models.PROTECT, related_name="challenges")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.TextField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="challenges")
    on = models.DateField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=60, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Challenges), partnership="partnership")

    class Meta:
        ordering = ("row", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False, decided_on__isnull=False),
                name="decided_by_somebody",
            ),
        )
        triggers = (
            FROZEN.with_it(WITH_IT, "(SELECT round_id FROM plan_reviewrow WHERE id = {row}.row_id)"),
            FROZEN.never_emptied(),
        )

    def __str__(self) -> str:
        return f"Challenge of {self.row_id}"


class Letters(OfRounds):
    def of_today(self, day: object) -> "Letters":
        return self.filter(sent_at__date=day)


class ReviewLetter(models.Model):
    """That a person was told of a review by e-mail: a reference and a link, once for each reason."""

    class Kind(models.TextChoices):
        ASKED = "asked", "Asked for updates"
        REMINDED = "reminded", "Reminded before the day"
        LAST = "last", "Reminded a working day before"
        LATE = "late", "Told that updates are late"
        ESCALATED = "escalated", "The chair was told that updates are late"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="review_letters")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="review_letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sent_at = models.DateTimeField()

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Letters), partnership="partnership")

    class Meta:
        ordering = ("round", "-sent_at")
        constraints = (models.UniqueConstraint(fields=("round", "to", "kind"), name="one_letter_of_a_kind"),)
        triggers = (pgtrigger.Protect(name="letters_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sent_at:%-d %B %Y}"
