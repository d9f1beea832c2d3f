"""Training: how many of an agency’s staff were trained in what, and until when that holds."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.training import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

SOON = timedelta(days=60)


@remembered()
class Training(Details):
    """One course of an agency in one subject, and how it stands after it. Counts of staff, nobody’s record."""

    class Subject(models.TextChoices):
        TRAUMA = "trauma", "Trauma-informed practice"
        BIAS = "bias", "Unconscious bias"
        RESTORATIVE = "restorative", "Restorative approaches"
        CONTEXTUAL = "contextual", "Contextual safeguarding"
        EXPLOITATION = "exploitation", "Exploitation and county lines"
        BLEEDING = "bleeding", "First aid for bleeding"
        OTHER = "other", "Other"

    subject = models.CharField(max_length=12, choices=Subject.choices)
    provider = models.CharField("who trains", max_length=160, blank=True)
    trained = models.PositiveSmallIntegerField("staff trained this time")
    holding = models.PositiveSmallIntegerField("staff trained in all", null=True, blank=True)
    staff = models.PositiveSmallIntegerField("of how many staff", null=True, blank=True)
    valid_until = models.DateField("valid until", null=True, blank=True)

    class Meta:
        verbose_name_plural = "training"
        constraints = (
            models.CheckConstraint(
                condition=Q(staff=None) | Q(holding=None) | Q(holding__lte=F("staff")),
                name="no_more_are_trained_than_there_are_staff",
            ),
            models.CheckConstraint(
                condition=Q(holding=None) | Q(holding__gte=F("trained")),
                name="those_trained_in_all_hold_those_trained_this_time",
            ),
        )


def due(entry: Entry) -> date | None:
    valid_until: date | None = entry.details.valid_until
    return valid_until


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if found.valid_until is None:
        return Stands(Standing.AMBER, "No day until which it is valid")
    if entry.due is None:
        return Stands(Standing.GREY, "Later training took its place")
    if entry.due < on:
        return Stands(Standing.RED, f"Lapsed on {entry.due:%-d %B %Y}")
    if entry.due - SOON <= on:
        return Stands(Standing.AMBER, f"Lapses on {entry.due:%-d %B %Y}")
    return Stands(Standing.GREEN, "Valid")


REGISTER = Register(
    key="training",
    title="Training",
    noun="training record",
    nouns="training records",
    about="How many staff of each agency are trained in trauma-informed practice, unconscious bias and more.",
    group=Group.SERVICES,
    order=84,
    model=Training,
    parts=(
        Part(title="The training", columns=("on", "agency", "subject", "provider")),
        Part(
            title="How many", columns=("trained", "holding", "staff", "valid_until", "notes"),
            help="How many this time, and how many of the agency’s staff are trained after it. The last entry counts.",
        ),
    ),
    listed=("agency", "subject", "on", "trained", "holding", "staff"),
    quick=("on", "agency", "subject", "trained", "holding", "staff", "valid_until"),
    filters=("subject", "agency"),
    labels={"agency": "agency whose staff"},
    helps={
        "holding": "Everybody whose training is still valid, with those of this time.",
        "staff": "Those who should be trained: say in the notes whom you count.",
        "valid_until": "When it is to be renewed, by the provider’s or your own rule.",
    },
    required=("on", "agency", "subject", "trained"),
    name_of=lambda entry: f"{entry.details.get_subject_display()}: {entry.agency or 'agency'}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Valid until",
    stands=stands,
    renewed_by=("agency", "subject"),
    counts=(
        Counted(key="trauma", title="Records of trauma-informed training", where=Q(training__subject="trauma")),
        Counted(key="bias", title="Records of unconscious bias training", where=Q(training__subject="bias")),
        Counted(key="people", title="Staff trained", of="trained", people=True),
    ),
    figures=figures,
    note=(
        "How many are trained says nothing of less violence: the Youth Endowment Fund’s Toolkit finds no clear "
        "evidence that trauma-informed training reduces it."
    ),
)  # fmt: skip
