"""How far a paper is, from being built to being published: the same stages and guarantees for every paper."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commonground.papers.rules import READ_SUBMITTED_OF_GROUP
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.rule import Actor, Rule

STEPS = (
    ("building", "draft"),
    ("building", "failed"),
    ("failed", "building"),
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "published"),
    ("published", "withdrawn"),
)
"""From which state to which; the database refuses any other step."""

HANDED_IN = ("submitted", "published", "withdrawn")

P = TypeVar("P", bound="Paper")


class StagedQuerySet(models.QuerySet[P]):
    """Papers by who may read them. A kind of paper says which rules open it, and which columns are long."""

    READ: Rule
    READ_DRAFTS: Rule
    LONG: tuple[str, ...] = ()

    def seen_by(self, actor: Actor) -> Self:
        """The own table’s, drafts for those who write them; of a group’s partnerships what they handed in."""
        if actor.membership is None:
            return self.none()
        own = Q(pk__in=())
        if self.READ_DRAFTS.allows(actor):
            own = Q(partnership=actor.partnership)
        elif self.READ.allows(actor):
            own = Q(partnership=actor.partnership, state__in=HANDED_IN)
        if READ_SUBMITTED_OF_GROUP.allows(actor):
            own |= Q(partnership__groups__group=actor.partnership, state__in=("submitted", "published"))
        return self.filter(own).distinct()

    def owned_by(self, seat: Membership) -> Self:
        """Those that the person in the seat asked for and that are not finished: someone has to take them on."""
        return self.filter(asked_by=seat).exclude(state__in=("published", "withdrawn"))

    def published(self) -> Self:
        """Those that anyone may read."""
        return self.filter(state="published")

    def light(self) -> Self:
        """Without the long texts, for a list."""
        return self.defer(*self.LONG).select_related("partnership")


class Paper(models.Model):
    """A document of the partnership, built from the evidence of one day, approved by two people and then published."""

    class State(models.TextChoices):
        BUILDING = "building", "Being built"
        FAILED = "failed", "Could not be built"
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted for approval"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="%(class)ss")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=80)
    as_of = models.DateField(help_text="The day on its front page.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.BUILDING)
    step = models.CharField(max_length=120, blank=True, help_text="The part that is being written now.")
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True, help_text="Why it could not be built, and what to do.")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="%(class)ss_asked")
    asked_at = models.DateTimeField(auto_now_add=True)

    built_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=60, blank=True)

    submitted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_submitted"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_withdrawn"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        abstract = True


def constraints(prefix: str = "") -> tuple[Any, ...]:
    """What the database demands of each state. Names are unique in a database, so each kind of paper has a prefix."""
    return (
        models.CheckConstraint(
            condition=Q(state__in=("building", "failed", "draft"))
            | (Q(submitted_by__isnull=False) & Q(submitted_at__isnull=False)),
            name=f"{prefix}submitted_by_somebody",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=("published", "withdrawn"))
            | (Q(approved_by__isnull=False) & Q(approved_at__isnull=False) & ~Q(approved_by=F("submitted_by"))),
            name=f"{prefix}approved_by_somebody_else",
        ),
        models.CheckConstraint(
            condition=~Q(state="withdrawn")
            | (Q(withdrawn_by__isnull=False) & Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
            name=f"{prefix}withdrawn_with_a_reason",
        ),
    )


def triggers(noun: str, article: str, frozen: Iterable[str]) -> tuple[Any, ...]:
    """What the database refuses: a step that is none, a change of what is built, and its deletion."""
    return (
        pgtrigger.FSM(name=f"{noun}_steps", field="state", transitions=[*STEPS]),
        pgtrigger.Trigger(
            name="frozen_once_built",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=never_changes(*frozen, once="OLD.built_at IS NOT NULL"),
            func=f"RAISE EXCEPTION '{article} {noun} that is built never changes';",
        ),
        pgtrigger.Protect(
            name="built_ones_are_kept",
            operation=pgtrigger.Delete,
            condition=pgtrigger.Q(old__built_at__isnull=False),  # type: ignore[call-arg]
        ),
    )


def never_changes(*columns: str, once: str) -> pgtrigger.Condition:
    """The condition of a trigger that refuses any change of the columns."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Condition(f"{once} AND ROW({old}) IS DISTINCT FROM ROW({new})")
