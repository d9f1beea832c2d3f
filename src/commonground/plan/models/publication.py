"""The plan on the public page: what was asked to be published, by whom, who approved it, and what the public said."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.plan import Plan
from commonground.plan.models.snapshot import Snapshot
from commonground.plan.public_form import PublicPlan
from commonground.plan.rules import MODERATE_COMMENTS, READ_PLAN

STEPS = (("asked", "published"), ("asked", "returned"), ("published", "replaced"), ("published", "withdrawn"))
"""The steps of a publication; the database refuses any other."""

COMMENT_STEPS = (("waiting", "shown"), ("waiting", "refused"), ("shown", "refused"))
"""The steps of a public comment."""

LONGEST_COMMENT = 2_000


class Publications(models.QuerySet["Publication"]):
    def seen_by(self, actor: Actor) -> "Publications":
        """At the plan’s own table, those that were asked for too; anyone reads ``published`` ones."""
        return self.filter(partnership=actor.partnership) if READ_PLAN.allows(actor) else self.none()

    def published(self) -> "Publications":
        """Those that anyone may read: at most one of a partnership."""
        return self.filter(state="published")

    def light(self) -> "Publications":
        """Without the document, for a list."""
        return self.defer("document", "snapshot__document").select_related("partnership", "snapshot")


@remembered(without=("document",))
class Publication(models.Model):
    """What the public may read of a closed review, frozen when it was asked for; nothing until somebody else approves.

    ``document`` is a ``PublicPlan``. Earlier publications are kept.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for approval"
        RETURNED = "returned", "Sent back"
        PUBLISHED = "published", "Published"
        REPLACED = "replaced", "Replaced by a later one"
        WITHDRAWN = "withdrawn", "Taken off the public page"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="publications")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="publications")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    costs = models.BooleanField(default=False, help_text="Cost band, funder and end of funding are shown.")
    left_out = models.JSONField(default=list, help_text="The places whose text is not shown.")
    document = models.JSONField(help_text="A PublicPlan.")
    sha256 = models.CharField(max_length=64, help_text="Of the document.")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="publications_asked")
    asked_at = models.DateTimeField(auto_now_add=True)
    returned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_why = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="publications_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    places_read = models.PositiveSmallIntegerField(
        default=0, help_text="Of how many places the approver was warned and said to have read them."
    )
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Publications), partnership="partnership")

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="publication_with_partnership"),
            models.UniqueConstraint(
                fields=("partnership",), condition=Q(state="published"), name="one_published_at_a_time"
            ),
            models.UniqueConstraint(fields=("partnership",), condition=Q(state="asked"), name="one_asked_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "returned"))
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("asked_by"))),
                name="publication_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="publication_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (Q(returned_by__isnull=False) & ~Q(returned_why="")),
                name="publication_returned_with_a_reason",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="publication_steps", field="state", transitions=[*STEPS]),
            pgtrigger.Trigger(
                name="what_is_asked_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(OLD.document, OLD.sha256, OLD.snapshot_id, OLD.plan_id, OLD.partnership_id, OLD.public_id, "
                    "OLD.costs, OLD.left_out, OLD.asked_by_id, OLD.asked_at) IS DISTINCT FROM "
                    "ROW(NEW.document, NEW.sha256, NEW.snapshot_id, NEW.plan_id, NEW.partnership_id, NEW.public_id, "
                    "NEW.costs, NEW.left_out, NEW.asked_by_id, NEW.asked_at) "
                    "OR OLD.approved_at IS NOT NULL AND ROW(OLD.approved_by_id, OLD.approved_at) IS DISTINCT FROM "
                    "ROW(NEW.approved_by_id, NEW.approved_at)"
                ),
                func="RAISE EXCEPTION 'what was asked to be published never changes';",
            ),
            pgtrigger.Protect(name="publications_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'publications are kept';",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Public plan, asked for on {self.asked_at:%-d %B %Y}"

    @property
    def shown(self) -> PublicPlan:
        """The plan as the public reads it."""
        return PublicPlan.model_validate(self.document)


class PublicComments(models.QuerySet["PublicComment"]):
    def seen_by(self, actor: Actor) -> "PublicComments":
        """The own table’s, for those who decide on them; anyone reads ``shown`` ones."""
        return self.filter(partnership=actor.partnership) if MODERATE_COMMENTS.allows(actor) else self.none()

    def shown(self) -> "PublicComments":
        return self.filter(state="shown")

    def waiting(self) -> "PublicComments":
        return self.filter(state="waiting")


@remembered(without=("text", "name"))
class PublicComment(models.Model):
    """What somebody outside said of a published plan. Nobody reads it before it is decided on; no address is kept."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SHOWN = "shown", "Shown"
        REFUSED = "refused", "Not shown"

    class Because(models.TextChoices):
        NAMES = "names", "It names a person, or says something by which one could be known"
        ELSEWHERE = "elsewhere", "It is not about the plan"
        ABUSE = "abuse", "It insults, threatens or is hateful"
        REPORT = "report", "It reports a crime or a person at risk, and was passed on"
        REPEATED = "repeated", "It was sent before"
        ADVERT = "advert", "It advertises something"
        ASKED = "asked", "Its writer asked for it to be taken away"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="public_comments")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="comments")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    name = models.CharField(max_length=40, blank=True, help_text="A first name, if one was given.")
    text = models.CharField(max_length=LONGEST_COMMENT, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PublicComments), partnership="partnership")

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="comment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(because="") | ~Q(state="refused") & Q(because=""),
                name="comment_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(state="refused", because__in=("names", "asked")),
                name="comment_says_something",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="comment_steps", field="state", transitions=[*COMMENT_STEPS]),
            pgtrigger.Trigger(
                name="nobody_rewrites_a_comment",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.text <> NEW.text AND NEW.text <> '' OR OLD.name <> NEW.name AND NEW.name <> '' "
                    "OR OLD.sent_at <> NEW.sent_at OR OLD.publication_id <> NEW.publication_id"
                ),
                func="RAISE EXCEPTION 'what the public said is never rewritten';",
            ),
            pgtrigger.Protect(name="comments_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Comment of {self.sent_at:%-d %B %Y}"
