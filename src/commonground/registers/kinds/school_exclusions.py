"""Suspensions and permanent exclusions as the authority counts them: the figures of the six-monthly report."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.school_exclusions import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Phase, Standing

LATE = timedelta(days=90)


@remembered()
class SchoolExclusion(Details):
    """One phase and group of pupils over one half-year. Counts of pupils: reports hide the small ones."""

    class Pupils(models.TextChoices):
        ALL = "all", "All pupils"
        SEN_SUPPORT = "sen_support", "Special educational needs support"
        EHC_PLAN = "ehc_plan", "Education, health and care plan"
        FREE_MEALS = "free_meals", "Eligible for free school meals"
        IN_CARE = "in_care", "Children in care"
        IN_NEED = "in_need", "Children in need or with a child protection plan"

    phase = models.CharField(max_length=12, choices=Phase.choices)
    of = models.CharField("which pupils", max_length=12, choices=Pupils.choices, default=Pupils.ALL)
    on_roll = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    suspensions = models.PositiveIntegerField(null=True, blank=True)
    pupils_suspended = models.PositiveIntegerField("pupils suspended once or more", null=True, blank=True)
    permanent = models.PositiveIntegerField("permanent exclusions", null=True, blank=True)
    for_weapons = models.PositiveIntegerField("suspensions and exclusions because of a weapon", null=True, blank=True)
    late_places = models.PositiveIntegerField("excluded pupils without a place on the sixth day", null=True, blank=True)
    source = models.CharField("where the counts come from", max_length=200, blank=True)
    received_on = models.DateField("date they were received", null=True, blank=True)
    reported_on = models.DateField("date of the report to the partnership", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(pupils_suspended=None) | Q(suspensions=None) | Q(pupils_suspended__lte=F("suspensions")),
                name="pupils_suspended_are_no_more_than_suspensions",
            ),
            models.CheckConstraint(
                condition=Q(late_places=None) | Q(permanent=None) | Q(late_places__lte=F("permanent")),
                name="pupils_without_a_place_are_no_more_than_excluded",
            ),
            models.CheckConstraint(
                condition=Q(on_roll=None) | Q(pupils_suspended=None) | Q(pupils_suspended__lte=F("on_roll")),
                name="pupils_suspended_are_no_more_than_on_roll",
            ),
        )


def due(entry: Entry) -> date | None:
    """The partnership hears of each half-year within three months of its end."""
    return None if entry.details.reported_on is not None or entry.until is None else entry.until + LATE


def wrong(entry: Entry) -> str:
    """A half-year is about six months, so that no two reports count the same days."""
    if entry.until is not None and not 100 <= (entry.until - entry.on).days <= 220:
        return "Last day of the half-year: it should be about six months after the first."
    return ""


def stands(entry: Entry, on: date) -> Stands:
    if entry.details.reported_on is not None:
        return Stands(Standing.GREEN, f"Reported on {entry.details.reported_on:%-d %B %Y}")
    if entry.is_late(on):
        return Stands(Standing.RED, "Report to the partnership overdue")
    return Stands(Standing.AMBER, "Not reported yet")


def name_of(entry: Entry) -> str:
    row = entry.details
    until = f" to {entry.until:%B %Y}" if entry.until is not None else ""
    return f"{row.get_phase_display()}, {row.get_of_display().lower()}, {entry.on:%B %Y}{until}"


REGISTER = Register(
    key="school_exclusions",
    title="Suspensions and exclusions",
    noun="count of exclusions",
    nouns="counts of exclusions",
    about="Suspensions and permanent exclusions by phase and half-year, reported to the partnership twice a year.",
    group=Group.YOUNG,
    order=220,
    model=SchoolExclusion,
    parts=(
        Part(title="What is counted", columns=("on", "until", "phase", "of", "on_roll")),
        Part(
            title="The counts",
            columns=("suspensions", "pupils_suspended", "permanent", "for_weapons", "late_places"),
            help="Leave empty what was not counted; 0 says that there was none.",
        ),
        Part(title="The report", columns=("source", "received_on", "reported_on", "agency", "notes")),
    ),
    listed=("on", "until", "phase", "of", "suspensions", "permanent", "reported_on"),
    quick=("on", "until", "phase", "of", "suspensions", "pupils_suspended", "permanent"),
    filters=("phase", "of"),
    labels={"on": "first day of the half-year", "until": "last day of the half-year", "agency": "who counted"},
    helps={
        "on_roll": "From the January census.",
        "pupils_suspended": "One pupil can be suspended several times: count each once.",
        "late_places": "From the sixth day of a permanent exclusion the authority has to provide education.",
        "notes": "Nobody’s name, and no school where that would point to a pupil.",
    },
    required=("on", "until", "phase", "of"),
    name_of=name_of,
    due=due,
    due_is="Report due",
    stands=stands,
    wrong=wrong,
    whole=False,  # “Suspensions and exclusions: 8” would be read as pupils
    counts=(
        Counted(key="entered", title="Counts of exclusions entered"),
        Counted(key="reported", title="Counts of exclusions reported to the partnership", day="reported_on"),
    ),
    figures=figures,
    note="Counts of 1 to 4 pupils stay at this table: the report hides them, and others that would give them away.",
)  # fmt: skip
