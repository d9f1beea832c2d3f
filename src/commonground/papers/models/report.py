"""Reports: built once and frozen but for what officers write, and each copy that was ever made of one."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.papers.models import stages
from commonground.papers.models.stages import Paper, StagedQuerySet
from commonground.papers.models.word_template import WordTemplate
from commonground.papers.rules import READ_EXEMPT, READ_REPORT_DRAFTS, READ_REPORTS
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models import Snapshot
from commonground.plan.written import WrittenPlan

FROZEN = ("worked_out", "editions", "kind", "snapshot_id", "last_id", "as_of", "area_code", "made_by", "built_at",
          "partnership_id")  # fmt: skip
"""What never changes once a report is built."""

FRONT = ("title", "header", "part")
"""What never changes once it is submitted, until it is sent back."""


class Reports(StagedQuerySet["Report"]):
    READ, READ_DRAFTS = READ_REPORTS, READ_REPORT_DRAFTS
    LONG = ("worked_out", "editions")

    def published(self) -> "Reports":
        """Those that anyone may read: approved, and open."""
        return self.filter(state="published", part=Report.Part.OPEN)


@remembered(without=("worked_out", "editions", "step", "done", "of"))
class Report(Paper):
    """A report to a committee or board, made from the plan as it was handed over and the evidence of one day."""

    class Part(models.IntegerChoices):
        OPEN = 1, "Part 1 (open)"
        EXEMPT = 2, "Part 2 (exempt)"

    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    header = models.JSONField(default=dict)
    part = models.PositiveSmallIntegerField(choices=Part.choices, default=Part.OPEN)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    last = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Last year’s plan."
    )
    worked_out = models.TextField(blank=True, help_text="A section for each computed part, as JSON.")
    editions = models.JSONField(default=list, help_text="The editions that the figures were read from.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the whole document as it was submitted.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Reports), partnership="partnership")

    class Meta:
        ordering = ("-as_of", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="report_with_partnership"),
            models.CheckConstraint(
                condition=Q(state__in=("building", "failed"), built_at__isnull=True)
                | (~Q(state__in=("building", "failed")) & Q(built_at__isnull=False) & ~Q(worked_out="")),
                name="report_built_unless_building",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("building", "failed", "draft")) | ~Q(sha256=""),
                name="report_submitted_as_a_copy",
            ),
            *stages.constraints("report_"),
        )
        triggers = (
            *stages.triggers("report", "a", FROZEN),
            pgtrigger.Trigger(
                name="front_stays_once_submitted",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=stages.never_changes(
                    *FRONT, once="OLD.state IN ('submitted', 'published', 'withdrawn') AND NEW.state <> 'draft'"
                ),
                func="RAISE EXCEPTION 'a report that is submitted never changes';",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.as_of:%-d %B %Y}"

    @property
    def plan(self) -> WrittenPlan | None:
        """The plan as it was handed over."""
        return self.snapshot.written if self.snapshot else None

    @property
    def last_plan(self) -> WrittenPlan | None:
        return self.last.written if self.last else None


class OfReports(models.QuerySet):  # type: ignore[type-arg]
    """Rows of a report: whoever may read the report may read them."""

    def seen_by(self, actor: Actor) -> "OfReports":
        return self.filter(report__in=Reports(Report).seen_by(actor))


class Parts(OfReports):
    def seen_by(self, actor: Actor) -> "Parts":
        """What officers wrote: for those who read drafts, at their own table."""
        return self.filter(partnership=actor.partnership) if READ_REPORT_DRAFTS.allows(actor) else self.none()

    def newest(self) -> "Parts":
        """Each part as it stands now."""
        return self.order_by("report_id", "key", "-number").distinct("report_id", "key")


class ReportPart(models.Model):
    """One version of what an officer wrote in one part of a report. A change is another row; none is lost."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="report_parts")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="written")
    key = models.SlugField(max_length=80)
    number = models.PositiveIntegerField(help_text="1 for the first version, and so on.")
    answers = models.JSONField(default=dict)
    exempt = models.BooleanField(default=False)
    exempt_why = models.CharField(max_length=400, blank=True)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="report_parts")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Parts), partnership="partnership")

    class Meta:
        ordering = ("key", "-number")
        constraints = (
            models.UniqueConstraint(fields=("report", "key", "number"), name="one_version_of_a_report_part"),
        )
        triggers = (pgtrigger.Protect(name="report_parts_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.key}, version {self.number}"


class Copies(OfReports):
    def seen_by(self, actor: Actor) -> "Copies":
        """Open copies of the reports that the actor may read; those with exempt parts for those who may read these."""
        seen = self.filter(report__in=Reports(Report).seen_by(actor))
        if not READ_REPORT_DRAFTS.allows(actor):
            seen = seen.exclude(occasion=ReportCopy.Occasion.DRAFT)
        own_exempt = Q(partnership=actor.partnership) if READ_EXEMPT.allows(actor) else Q(pk__in=())
        return seen.filter(Q(reach=ReportCopy.Reach.OPEN) | own_exempt)


class ReportCopy(models.Model):
    """The whole document as it was on one occasion, for one circle of readers. It is never changed or rebuilt."""

    class Occasion(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        PUBLISHED = "published", "Published"

    class Reach(models.TextChoices):
        OPEN = "open", "Part 1 (open)"
        FULL = "full", "With Part 2 (exempt)"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="report_copies")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    reach = models.CharField(max_length=4, choices=Reach.choices)
    document = models.TextField(help_text="All blocks, as JSON.")
    ledger = models.TextField(help_text="Every figure and where it comes from, as JSON.")
    sha256 = models.CharField(max_length=64, help_text="Of the document.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Copies), partnership="partnership")

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("id", "partnership"), name="report_copy_with_partnership"),)
        triggers = (pgtrigger.Protect(name="copies_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} of {self.report_id}, {self.get_reach_display()}"


class Files(models.QuerySet["ReportFile"]):
    def seen_by(self, actor: Actor) -> "Files":
        """The files of the copies that the actor may see."""
        return self.filter(copy__in=Copies(ReportCopy).seen_by(actor))


class ReportFile(models.Model):
    """One file of a copy, kept under an opaque name and never changed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="report_files")
    copy = models.ForeignKey(ReportCopy, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=8, choices=[(f, f.upper()) for f in ("html", "pdf", "docx", "json")])
    template = models.ForeignKey(
        WordTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="files",
        help_text="The council’s own, where the Word file was made with one.",
    )  # fmt: skip
    kept = models.CharField(max_length=40, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Files), partnership="partnership")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("copy", "form"), name="one_file_of_a_report_form"),)
        triggers = (pgtrigger.Protect(name="report_files_never_change", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.form} of {self.copy_id}"
