"""Panel sessions: the list that records are drawn from, the draw, what the panel found, and what police replied."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.rules import READ_PANEL_SESSIONS, READ_SCRUTINY_REPORTS
from commonground.registers.scrutiny.draw import Asked, Listed
from commonground.registers.scrutiny.questions import NEWEST, Question, questions

REPLY_WITHIN = timedelta(days=28)


class OfSessions(models.QuerySet):  # type: ignore[type-arg]
    """Sessions, and what belongs to them."""

    def seen_by(self, actor: Actor) -> "OfSessions":
        """The own table’s, for those who may read them."""
        return self.filter(partnership=actor.partnership) if READ_PANEL_SESSIONS.allows(actor) else self.none()


class Sessions(OfSessions):
    def owned_by(self, seat: Membership) -> "Sessions":
        """Sessions that are not closed and that the person in the seat chairs: somebody else has to."""
        return self.filter(chair=seat).exclude(state="closed")


@remembered()
class PanelSession(models.Model):
    """One meeting of a panel over records of one kind and period."""

    class Records(models.TextChoices):
        SEARCHES = "searches", "Stop and search records"
        SECTION_60 = "section_60", "Section 60 search records"
        FORCE = "force", "Records of use of force"
        THOROUGH = "thorough", "Records of more thorough and strip searches"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        LISTED = "listed", "List received"
        DRAWN = "drawn", "Drawn"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="panel_sessions")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    held_on = models.DateField("date of the session")
    records = models.CharField("kind of records", max_length=12, choices=Records.choices)
    start = models.DateField("first day of the period")
    end = models.DateField("last day of the period")
    chair = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sessions_chaired")
    size = models.PositiveSmallIntegerField("records to draw")
    by = models.CharField("drawn by class of", max_length=20, blank=True)
    quotas = models.JSONField(default=dict, blank=True, help_text="How many of each class.")
    questions = models.CharField("version of the questions", max_length=10, default=NEWEST)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sessions_planned")
    planned_at = models.DateTimeField(auto_now_add=True)
    listed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="session_lists"
    )
    listed_at = models.DateTimeField(null=True, blank=True)
    list_sha256 = models.CharField(max_length=64, blank=True)
    list_count = models.PositiveIntegerField(null=True, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    drawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions_drawn"
    )
    drawn_at = models.DateTimeField(null=True, blank=True)
    members = models.PositiveSmallIntegerField("members of the panel present", null=True, blank=True)
    themes = models.TextField(blank=True)
    feedback = models.TextField("feedback to police", blank=True)
    feedback_sent_on = models.DateField("day the feedback was sent", null=True, blank=True)
    reply = models.TextField("reply of the police", blank=True)
    replied_on = models.DateField("day of the reply", null=True, blank=True)
    replied_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="session_replies"
    )
    closed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions_closed"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Sessions), partnership="partnership")

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="session_with_partnership"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="session_period_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(size__gte=1), name="session_draws_at_least_one_record"),
            models.CheckConstraint(
                condition=Q(state="planned") | ~Q(list_sha256="") & Q(listed_by__isnull=False, list_count__gte=1),
                name="list_of_a_session_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "listed"), seed=None, drawn_by=None)
                | Q(state__in=("drawn", "closed"), seed__gte=0, drawn_by__isnull=False, drawn_at__isnull=False),
                name="draw_has_a_seed_and_comes_after_the_list",
            ),
            models.CheckConstraint(
                condition=Q(drawn_by=None) | ~Q(drawn_by=F("listed_by")), name="who_gave_the_list_does_not_draw"
            ),
            models.CheckConstraint(
                condition=Q(replied_on=None) | Q(feedback_sent_on__isnull=False) & ~Q(reply=""),
                name="reply_answers_feedback_that_was_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_records_display()}, session of {self.held_on:%-d %B %Y}"

    @property
    def asked(self) -> Asked:
        """How many are drawn, and of what."""
        return Asked(self.size, self.by, self.quotas)

    @property
    def listing(self) -> list[Listed]:
        """The list, as the draw reads it."""
        return [Listed(one.reference, one.strata) for one in self.listed.all()]

    @property
    def asked_questions(self) -> list[Question]:
        """What is asked of each record."""
        return questions(self.questions, self.records)

    @property
    def reply_due(self) -> date | None:
        """When a reply is due; nothing before feedback is sent, or once it came."""
        return self.feedback_sent_on + REPLY_WITHIN if self.feedback_sent_on and not self.replied_on else None


@remembered()
class ListedRecord(models.Model):
    """A record that could have been drawn: its reference and its classes, and nothing of the person searched."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="listed_records")
    session = models.ForeignKey(PanelSession, on_delete=models.CASCADE, related_name="listed")
    reference = models.CharField(max_length=40)
    strata = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfSessions), partnership="partnership")

    class Meta:
        ordering = ("reference",)
        constraints = (models.UniqueConstraint(fields=("session", "reference"), name="record_is_listed_once"),)

    def __str__(self) -> str:
        return self.reference


@remembered()
class DrawnRecord(models.Model):
    """A record that was drawn: what the panel answered, its grade with the reasons, or why it could not be shown."""

    class Grade(models.TextChoices):
        GREEN = "green", "Green: good practice, or in order"
        AMBER = "amber", "Amber: something to learn"
        RED = "red", "Red: a serious concern"

    class NotShown(models.TextChoices):
        NO_VIDEO = "no_video", "There was no body-worn video, and the record alone does not say enough"
        ERASED = "erased", "The video had been erased under its retention period"
        LIVE = "live", "It is part of a live investigation or trial"
        NOT_FOUND = "not_found", "Police could not find the record"
        OTHER = "other", "Another reason, which the note says"

    class Agreement(models.TextChoices):
        ALL = "all", "Everyone agreed"
        MOST = "most", "Most agreed"
        CHAIR = "chair", "The chair decided"

    class Escalated(models.TextChoices):
        LINE = "line", "The officer’s inspector"
        LEAD = "lead", "The borough’s lead for stop and search"
        STANDARDS = "standards", "Professional standards"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="drawn_records")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    session = models.ForeignKey(PanelSession, on_delete=models.CASCADE, related_name="drawn")
    number = models.PositiveSmallIntegerField(help_text="Its place in the order of the draw.")
    reference = models.CharField(max_length=40)
    answers = models.JSONField(default=dict, blank=True, help_text="By question: what was said, and why.")
    grade = models.CharField(max_length=5, choices=Grade.choices, blank=True)
    reasons = models.TextField("reasons for the grade", blank=True)
    agreement = models.CharField("how it was agreed", max_length=5, choices=Agreement.choices, blank=True)
    not_shown = models.CharField("why it was not shown", max_length=10, choices=NotShown.choices, blank=True)
    not_shown_note = models.CharField("note", max_length=400, blank=True)
    escalated_to = models.CharField("escalated to", max_length=10, choices=Escalated.choices, blank=True)
    escalated_on = models.DateField("day of the escalation", null=True, blank=True)
    outcome = models.TextField("what came of the escalation", blank=True)
    outcome_on = models.DateField("day of the outcome", null=True, blank=True)
    written_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="records_graded"
    )

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfSessions), partnership="partnership")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("session", "number"), name="one_record_for_each_place_of_a_draw"),
            models.UniqueConstraint(fields=("session", "reference"), name="record_is_drawn_once"),
            models.CheckConstraint(
                condition=Q(grade="") | Q(not_shown="") & ~Q(reasons="") & ~Q(agreement=""),
                name="grade_has_its_reasons_and_was_shown",
            ),
            models.CheckConstraint(
                condition=Q(escalated_to="", escalated_on=None) | Q(grade="red", escalated_on__isnull=False),
                name="what_is_escalated_is_red_and_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None)
                | ~Q(outcome="") & Q(outcome_on__isnull=False) & ~Q(escalated_to=""),
                name="outcome_is_of_an_escalation_and_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"Record {self.number}: {self.reference}"

    @property
    def is_done(self) -> bool:
        """Whether it is graded, or it is said why not."""
        return bool(self.grade or self.not_shown)


class OfReports(models.QuerySet):  # type: ignore[type-arg]
    """Reports that were asked to be made public."""

    def seen_by(self, actor: Actor) -> "OfReports":
        """All of the own table’s, for those who read sessions; the public ones for everybody else there."""
        if READ_PANEL_SESSIONS.allows(actor):
            return self.filter(partnership=actor.partnership)
        found = self.filter(partnership=actor.partnership).public()
        return found if READ_SCRUTINY_REPORTS.allows(actor) else self.none()

    def public(self) -> "OfReports":
        """Those that anybody may read now."""
        return self.filter(state="public")


@remembered()
class SessionReport(models.Model):
    """The report of a closed session as the public may read it: frozen when it is asked for, approved by another."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for approval"
        REFUSED = "refused", "Sent back"
        PUBLIC = "public", "Public"
        TAKEN_OFF = "taken_off", "Taken off the public page"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="session_reports")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    session = models.ForeignKey(PanelSession, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    document = models.TextField(editable=False)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="session_reports_asked")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="session_reports_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField("why it was sent back or taken off", max_length=400, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfReports), partnership="partnership")

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("session",), condition=Q(state__in=("asked", "public")), name="one_report_of_a_session_is_open"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_by__isnull=False, decided_at__isnull=False)
                & (~Q(asked_by=F("decided_by")) | Q(state="taken_off")),
                name="report_of_a_session_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "public")) | ~Q(why=""), name="report_not_public_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"Public report of {self.session}"
