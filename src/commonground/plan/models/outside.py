"""What outside reviewers say of a submitted plan, and what the partnership answers: kept as it was sent."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership, User
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.snapshot import Snapshot
from commonground.plan.rules import READ_FEEDBACK, REVIEW_PLAN

STEPS = (("draft", "sent"), ("sent", "published"), ("published", "withdrawn"))
"""The steps of a response; the database refuses any other."""


def _kept_once(sent: str, of: str) -> pgtrigger.Trigger:
    """A row is neither written, changed nor removed once what it belongs to was sent. ``sent`` is SQL over ``row_``."""
    return pgtrigger.Trigger(
        name=f"kept_once_{of}_is_sent",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("row_", "record")],
        func=f"""
            IF TG_OP <> 'INSERT' THEN row_ := OLD;
                IF {sent} THEN RAISE EXCEPTION 'it belongs to a {of} that was sent, and never changes'; END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN row_ := NEW;
                IF {sent} THEN RAISE EXCEPTION 'it belongs to a {of} that was sent, and never changes'; END IF;
                RETURN NEW;
            END IF;
            RETURN OLD;
        """,
    )


class Feedbacks(models.QuerySet["Feedback"]):
    def seen_by(self, actor: Actor) -> "Feedbacks":
        """Of the own table’s plan, what was sent; of what the own table’s reviewers give, drafts too."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_FEEDBACK.allows(actor):
            seen |= Q(partnership=actor.partnership, sent_at__isnull=False)
        if REVIEW_PLAN.allows(actor):
            seen |= Q(table=actor.partnership)
        return self.filter(seen)


@remembered()
class Feedback(models.Model):
    """The formal feedback of one table’s reviewers on one submission, in the plan’s own partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="feedback")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="feedback")
    table = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="feedback_given", help_text="Where the reviewers sit."
    )
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    body = models.CharField(max_length=120, help_text="The agency that the reviewers speak for.")
    summary = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    to_do = models.TextField(blank=True, help_text="What the partnership is asked to do.")
    by_when = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Feedbacks), partnership="partnership")

    class Meta:
        ordering = ("-begun_at", "-id")
        verbose_name_plural = "feedback"
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="feedback_with_partnership"),
            models.UniqueConstraint(fields=("snapshot", "table"), name="one_feedback_of_a_table"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None)
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(summary="")),
                name="feedback_is_sent_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="sent_feedback_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),  # type: ignore[call-arg]
            ),
        )

    def __str__(self) -> str:
        return f"Feedback of {self.body}"


class Remarks(models.QuerySet["Remark"]):
    def seen_by(self, actor: Actor) -> "Remarks":
        """Those of the feedback that the actor may see."""
        return self.filter(feedback__in=Feedbacks(Feedback).seen_by(actor))


@remembered()
class Remark(models.Model):
    """A reviewer’s comment on one standard or option, action or theme, or on the plan as a whole."""

    class About(models.TextChoices):
        PLAN = "plan", "The plan as a whole"
        THEME = "theme", "Theme"
        ANSWER = "answer", "Standard or option"
        ACTION = "action", "Action"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="remarks")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="remarks")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    about = models.CharField(max_length=6, choices=About.choices)
    ref = models.CharField(max_length=60, help_text="The ref of the item or action, or the key of the theme.")
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Remarks), partnership="partnership")

    class Meta:
        ordering = ("feedback", "id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="remark_with_partnership"),
            models.UniqueConstraint(fields=("feedback", "about", "ref"), name="one_remark_on_a_thing"),
        )
        triggers = (
            _kept_once(
                "EXISTS (SELECT 1 FROM plan_feedback f WHERE f.id = row_.feedback_id AND f.sent_at IS NOT NULL)",
                of="feedback",
            ),
        )

    def __str__(self) -> str:
        return f"Remark on {self.ref}"


class Responses(models.QuerySet["Response"]):
    def seen_by(self, actor: Actor) -> "Responses":
        """At the plan’s own table all; at the reviewers’ those that were sent."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_FEEDBACK.allows(actor):
            seen |= Q(partnership=actor.partnership)
        if REVIEW_PLAN.allows(actor):
            seen |= Q(feedback__table=actor.partnership, sent_at__isnull=False)
        return self.filter(seen)

    def published(self) -> "Responses":
        """Those that anyone may read beside the public plan."""
        return self.filter(state="published")


@remembered()
class Response(models.Model):
    """What the partnership answers to the formal feedback. Whether the public reads it is chosen, by two people."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent to the reviewers"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "No longer published"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="responses")
    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="response")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="responses_written")
    written_at = models.DateTimeField(auto_now=True)
    sent_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="responses_sent"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="responses_published"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Responses), partnership="partnership")

    class Meta:
        ordering = ("-written_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(sent_by__isnull=False) & Q(sent_at__isnull=False) & ~Q(text="")),
                name="response_is_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "withdrawn"))
                | (
                    Q(published_by__isnull=False, published_at__isnull=False)
                    & ~Q(published_by=F("sent_by"))
                    & ~Q(published_by=F("written_by"))
                ),
                name="response_is_published_by_another",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="response_steps", field="state", transitions=[*STEPS]),
            pgtrigger.Trigger(
                name="sent_words_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'draft' AND ROW(OLD.text, OLD.written_by_id, OLD.sent_by_id, OLD.feedback_id) "
                    "IS DISTINCT FROM ROW(NEW.text, NEW.written_by_id, NEW.sent_by_id, NEW.feedback_id)"
                ),
                func="RAISE EXCEPTION 'a response that was sent never changes';",
            ),
            pgtrigger.Protect(
                name="sent_responses_are_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),  # type: ignore[call-arg]
            ),
        )

    def __str__(self) -> str:
        return f"Response to {self.feedback.body}"


class Replies(models.QuerySet["Reply"]):
    def seen_by(self, actor: Actor) -> "Replies":
        """At the plan’s own table all; at the reviewers’ those that went with a response."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_FEEDBACK.allows(actor):
            seen |= Q(partnership=actor.partnership)
        if REVIEW_PLAN.allows(actor):
            seen |= Q(remark__feedback__table=actor.partnership, remark__feedback__response__sent_at__isnull=False)
        return self.filter(seen)


@remembered()
class Reply(models.Model):
    """What the partnership answers to one remark. It goes to the reviewers with the response."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="replies")
    remark = models.OneToOneField(Remark, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="replies")
    written_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Replies), partnership="partnership")

    class Meta:
        ordering = ("remark",)
        verbose_name_plural = "replies"
        triggers = (
            _kept_once(
                "EXISTS (SELECT 1 FROM plan_remark m JOIN plan_response p ON p.feedback_id = m.feedback_id "
                "WHERE m.id = row_.remark_id AND p.sent_at IS NOT NULL)",
                of="response",
            ),
        )

    def __str__(self) -> str:
        return f"Reply on {self.remark.ref}"
