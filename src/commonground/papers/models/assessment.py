"""Assessments, built once and then frozen; their files; and the officers’ passages, of which nothing is lost."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.papers.models import stages
from commonground.papers.models.stages import Paper, StagedQuerySet
from commonground.papers.rules import READ_ASSESSMENTS, READ_DRAFTS
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor

FROZEN = ("document", "ledger", "sha256", "texts", "as_of", "area_code", "made_by", "built_at", "partnership_id")
"""What never changes once an assessment is built."""


class Assessments(StagedQuerySet["Assessment"]):
    READ, READ_DRAFTS = READ_ASSESSMENTS, READ_DRAFTS
    LONG = ("document", "ledger", "texts")


@remembered(without=("document", "ledger", "texts", "step", "done", "of"))
class Assessment(Paper):
    """A strategic assessment of the partnership’s area, as the evidence stood on one day."""

    texts = models.JSONField(default=dict, help_text="The officers’ texts as they were when it was built.")
    document = models.TextField(blank=True, help_text="All blocks, as JSON.")
    ledger = models.TextField(blank=True, help_text="Every figure and where it comes from, as JSON.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the document.")

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
            *stages.constraints(),
        )
        triggers = stages.triggers("assessment", "an", FROZEN)

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
