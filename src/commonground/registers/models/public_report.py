"""A worry that a member of the public reported. Nobody is asked who they are, and the words are erased in time."""

from datetime import date, datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.models.entry import Entry
from commonground.registers.rules import READ_PUBLIC_REPORTS

STEPS = (("waiting", "taken"), ("waiting", "closed"))
LONGEST = 2_000
KEPT_FOR = timedelta(days=90)


class PublicReports(models.QuerySet["PublicReport"]):
    def seen_by(self, actor: Actor) -> "PublicReports":
        """The own table’s, for those who act on them."""
        return self.filter(partnership=actor.partnership) if READ_PUBLIC_REPORTS.allows(actor) else self.none()

    def waiting(self) -> "PublicReports":
        return self.filter(state="waiting")

    def past(self, moment: datetime) -> "PublicReports":
        """Those whose words are to be erased, of every partnership."""
        return self.filter(sent_at__lt=moment - KEPT_FOR, erased_on=None).select_related("partnership").order_by("pk")


@remembered(without=("text", "place"))
class PublicReport(models.Model):
    """What was written, and what became of it. Where it was written from is kept nowhere."""

    class When(models.TextChoices):
        TODAY = "today", "Today"
        WEEK = "week", "In the last week"
        EARLIER = "earlier", "Longer ago"
        AHEAD = "ahead", "It has not happened yet"
        GOES_ON = "goes_on", "It goes on"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        TAKEN = "taken", "Made an entry of tension"
        CLOSED = "closed", "Closed"

    class Because(models.TextChoices):
        PASSED_ON = "passed_on", "It reports a crime or a person at risk, and was passed on"
        KNOWN = "known", "It is known already"
        ELSEWHERE = "elsewhere", "It is not about tension between people here"
        REPEATED = "repeated", "It was sent before"
        ABUSE = "abuse", "It insults, threatens or is hateful"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="public_reports")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.CharField(max_length=LONGEST, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="In the words of who wrote it.")
    ward = models.CharField(max_length=9, blank=True)
    when = models.CharField(max_length=8, choices=When.choices, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="public_reports")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PublicReports), partnership="partnership")

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="public_report_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", entry=None) & ~Q(because="") | ~Q(state="closed") & Q(because=""),
                name="public_report_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", entry__isnull=False) | ~Q(state="taken") & Q(entry=None),
                name="public_report_taken_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) & ~Q(text="") | Q(erased_on__isnull=False, text="", place=""),
                name="public_report_says_something_until_erased",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="public_report_steps", field="state", transitions=[*STEPS]),
            pgtrigger.Trigger(
                name="nobody_rewrites_a_report",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.text <> NEW.text AND NEW.text <> '' OR OLD.place <> NEW.place AND NEW.place <> '' "
                    "OR OLD.sent_at <> NEW.sent_at"
                ),
                func="RAISE EXCEPTION 'what the public reported is never rewritten';",
            ),
            pgtrigger.Protect(name="public_reports_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Report of {self.sent_at:%-d %B %Y}"

    @property
    def erased_by(self) -> date:
        """The day on which its words are erased at the latest."""
        return (self.sent_at + KEPT_FOR).date() + timedelta(days=1)
