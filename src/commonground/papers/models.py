"""Assessments, built once and then frozen; their files; and the officers’ passages, of which nothing is lost."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.papers.rules import READ_ASSESSMENTS, READ_DRAFTS, READ_SUBMITTED_OF_GROUP
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor

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


FROZEN = ("document", "ledger", "sha256", "texts", "as_of", "area_code", "made_by", "built_at", "partnership_id")
"""What never changes once an assessment is built."""


def _never_changes(*columns: str) -> pgtrigger.Condition:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Condition(f"OLD.built_at IS NOT NULL AND ROW({old}) IS DISTINCT FROM ROW({new})")


class Assessments(models.QuerySet["Assessment"]):
    def seen_by(self, actor: Actor) -> "Assessments":
        """The own table’s, drafts for those who write them; of a group’s partnerships what they handed in."""
        if actor.membership is None:
            return self.none()
        own = Q(pk__in=())
        if READ_DRAFTS.allows(actor):
            own = Q(partnership=actor.partnership)
        elif READ_ASSESSMENTS.allows(actor):
            own = Q(partnership=actor.partnership, state__in=("submitted", "published", "withdrawn"))
        if READ_SUBMITTED_OF_GROUP.allows(actor):
            own |= Q(partnership__groups__group=actor.partnership, state__in=("submitted", "published"))
        return self.filter(own).distinct()

    def owned_by(self, seat: Membership) -> "Assessments":
        """Those that the person in the seat asked for and that are not finished: someone has to take them on."""
        return self.filter(asked_by=seat).exclude(state__in=("published", "withdrawn"))

    def published(self) -> "Assessments":
        """Those that anyone may read."""
        return self.filter(state="published")

    def light(self) -> "Assessments":
        """Without the long texts, for a list."""
        return self.defer("document", "ledger", "texts").select_related("partnership")


@remembered(without=("document", "ledger", "texts", "step", "done", "of"))
class Assessment(models.Model):
    """A strategic assessment of the partnership’s area, as the evidence stood on one day."""

    class State(models.TextChoices):
        BUILDING = "building", "Being built"
        FAILED = "failed", "Could not be built"
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted for approval"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="assessments")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=80)
    as_of = models.DateField(help_text="The day on its front page.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.BUILDING)
    step = models.CharField(max_length=120, blank=True, help_text="The part that is being written now.")
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True, help_text="Why it could not be built, and what to do.")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assessments_asked")
    asked_at = models.DateTimeField(auto_now_add=True)

    built_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=60, blank=True)
    texts = models.JSONField(default=dict, help_text="The officers’ texts as they were when it was built.")
    document = models.TextField(blank=True, help_text="All blocks, as JSON.")
    ledger = models.TextField(blank=True, help_text="Every figure and where it comes from, as JSON.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the document.")

    submitted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments_submitted"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments_withdrawn"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Assessments), partnership="partnership")

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="assessment_with_partnership"),
            models.CheckConstraint(
                condition=Q(state__in=("building", "failed"), built_at__isnull=True)
                | (~Q(state__in=("building", "failed")) & Q(built_at__isnull=False) & ~Q(sha256="")),
                name="built_unless_building",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("building", "failed", "draft"))
                | (Q(submitted_by__isnull=False) & Q(submitted_at__isnull=False)),
                name="submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "withdrawn"))
                | (Q(approved_by__isnull=False) & Q(approved_at__isnull=False) & ~Q(approved_by=F("submitted_by"))),
                name="approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_by__isnull=False) & Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="withdrawn_with_a_reason",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="assessment_steps", field="state", transitions=[*STEPS]),
            pgtrigger.Trigger(
                name="frozen_once_built",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=_never_changes(*FROZEN),
                func="RAISE EXCEPTION 'an assessment that is built never changes';",
            ),
            pgtrigger.Protect(
                name="built_ones_are_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__built_at__isnull=False),  # type: ignore[call-arg]
            ),
        )

    def __str__(self) -> str:
        return f"Strategic assessment of {self.area_name}, {self.as_of:%-d %B %Y}"


class Papers(models.QuerySet["PaperFile"]):
    def seen_by(self, actor: Actor) -> "Papers":
        """The files of the assessments that the actor may see."""
        return self.filter(assessment__in=Assessments(Assessment).seen_by(actor))


class PaperFile(models.Model):
    """One file of an assessment, kept under an opaque name and never changed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="paper_files")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=8, choices=[(f, f.upper()) for f in ("html", "pdf", "docx", "json")])
    says = models.CharField(max_length=12, choices=[("draft", "Draft"), ("published", "Published")])
    kept = models.CharField(max_length=40, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Papers), partnership="partnership")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("assessment", "form", "says"), name="one_file_of_a_form"),)
        triggers = (pgtrigger.Protect(name="files_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.form} of {self.assessment_id}"


class Passages(models.QuerySet["Passage"]):
    def seen_by(self, actor: Actor) -> "Passages":
        """What the officers of the actor’s own table wrote, for those who read drafts."""
        return self.filter(partnership=actor.partnership) if READ_DRAFTS.allows(actor) else self.none()

    def newest(self) -> "Passages":
        """The text of each part as it stands now."""
        return self.order_by("key", "-number").distinct("key")


class Passage(models.Model):
    """One version of an officer’s text for one part of the assessment. A change is another row; none is lost."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="passages")
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(help_text="1 for the first version, and so on.")
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="passages")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Passages), partnership="partnership")

    class Meta:
        ordering = ("key", "-number")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "key", "number"), name="one_version_of_a_number"),
        )
        triggers = (pgtrigger.Protect(name="passages_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.key}, version {self.number}"
