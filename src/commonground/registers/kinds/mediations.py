"""Mediations: a dispute that could turn violent, whether it was settled, and how it holds. Nobody is named."""

from datetime import date

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.mediations import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.tension import SourceKind
from commonground.registers.terms import Group, Standing


@remembered()
class Mediation(Details):
    """One dispute. Its place is a ward, for a street would tell the neighbours who it is."""

    class Dispute(models.TextChoices):
        RETALIATION = "retaliation", "After an incident: answer feared"
        GROUPS = "groups", "Between groups of young people"
        ONLINE = "online", "Begun online"
        SCHOOL = "school", "Begun at school or college"
        NEIGHBOURS = "neighbours", "Between neighbours"
        FAMILY = "family", "In a family"
        OTHER = "other", "Other"

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreement reached"
        EASED = "eased", "No agreement, and it eased"
        DECLINED = "declined", "A side declined"
        NO_CONTACT = "no_contact", "Could not be reached"
        WORSE = "worse", "It grew worse; passed on"

    dispute = models.CharField("kind of dispute", max_length=12, choices=Dispute.choices)
    asked_by = models.CharField("who asked for it", max_length=12, choices=SourceKind.choices, blank=True)
    sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("date of the outcome", null=True, blank=True)
    follow_up_on = models.DateField("follow-up due", null=True, blank=True)
    followed_up_on = models.DateField("date it was followed up", null=True, blank=True)
    holds = models.CharField("how it holds", max_length=400, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_on__isnull=False), name="outcome_of_a_mediation_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("agreed", "eased")) | Q(follow_up_on__isnull=False),
                name="what_was_settled_is_followed_up_on_a_day",
            ),
        )


def due(entry: Entry) -> date | None:
    found = entry.details
    return None if found.followed_up_on else found.follow_up_on


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if entry.due is not None:
        late = entry.due < on
        return Stands(Standing.RED if late else Standing.AMBER, "Follow-up overdue" if late else "To be followed up")
    if not found.outcome:
        return Stands(Standing.AMBER, "Under way")
    return Stands(Standing.GREY, found.get_outcome_display())


REGISTER = Register(
    key="mediations",
    title="Mediations",
    noun="mediation",
    nouns="mediations",
    about="Disputes that could turn violent: the kind, the ward, how they ended and whether that holds. No names.",
    group=Group.DAILY,
    order=10,
    model=Mediation,
    parts=(
        Part(
            title="The dispute", columns=("on", "ward", "dispute", "asked_by", "agency"),
            help="Write nothing by which somebody from the ward would know who it is.",
        ),
        Part(title="What came of it", columns=("sessions", "outcome", "outcome_on")),
        Part(title="Follow-up", columns=("follow_up_on", "followed_up_on", "holds", "notes")),
    ),
    listed=("on", "ward", "dispute", "outcome"),
    quick=("on", "ward", "dispute", "asked_by", "follow_up_on"),
    filters=("dispute", "outcome", "agency", "ward"),
    labels={"on": "date it was asked for", "agency": "agency that mediates"},
    helps={
        "ward": "The ward alone: no street, estate, school or group.",
        "follow_up_on": "The day on which somebody asks whether it holds. Two to four weeks is usual.",
        "holds": "Quiet, tense again, or not known. No names.",
    },
    required=("on", "dispute"),
    asks={
        "outcome_of_a_mediation_has_its_day": ("outcome_on", "enter it beside the outcome"),
        "what_was_settled_is_followed_up_on_a_day": (
            "follow_up_on", "enter the day on which somebody asks whether it holds",
        ),
    },
    name_of=lambda entry: f"{entry.details.get_dispute_display()}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Follow-up due",
    stands=stands,
    counts=(
        Counted(key="agreed", title="Mediations that reached agreement", where=Q(mediation__outcome="agreed")),
        Counted(key="followed_up", title="Mediations followed up", where=Q(mediation__followed_up_on__isnull=False)),
    ),
    figures=figures,
    note="Nobody is named, and nothing says who took part.",
)  # fmt: skip
