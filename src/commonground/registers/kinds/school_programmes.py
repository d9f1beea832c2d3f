"""Programmes delivered in schools: to which years, how many sessions, and what the evidence says of the approach."""

from datetime import date

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.school_programmes import figures
from commonground.registers.models import toolkit
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

YEARS = (("R", "Reception"), *((str(n), f"Year {n}") for n in range(1, 14)))


@remembered()
class SchoolProgramme(Details):
    """One programme in one school. Pupils are counted, never listed."""

    class Reach(models.TextChoices):
        UNIVERSAL = "universal", "Universal: a whole year or class"
        TARGETED = "targeted", "Targeted: a chosen group"

    class Theme(models.TextChoices):
        KNIVES = "knives", "Knife crime"
        BULLYING = "bullying", "Bullying"
        SUBSTANCES = "substances", "Drugs and alcohol"
        ABUSE = "abuse", "Domestic abuse and healthy relationships"
        ONLINE = "online", "Social media and online safety"
        EXPLOITATION = "exploitation", "Exploitation and county lines"
        RIGHTS = "rights", "Stop and search: knowing your rights"
        FEELINGS = "feelings", "Feelings, trauma and resilience"

    programme = models.CharField(max_length=120)
    reach = models.CharField("who it is for", max_length=10, choices=Reach.choices, blank=True)
    themes = several("themes", Theme.choices)
    delivered_by = models.CharField("delivered by", max_length=120, blank=True)
    year_groups = several("year groups", YEARS)
    sessions = models.PositiveSmallIntegerField("number of sessions", null=True, blank=True)
    pupils_reached = models.PositiveIntegerField("number of pupils reached", null=True, blank=True)
    feedback = models.TextField("what pupils said", blank=True)
    approach = toolkit.approach()
    rating = toolkit.rating()
    rated_on = toolkit.rated_on()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(pupils_reached=None) | Q(pupils_reached=0) | Q(pupils_reached__gte=5),
                name="pupils_reached_are_five_or_more_or_left_empty",
            ),
            toolkit.rating_has_a_day("a_school_programme"),
        )


def stands(entry: Entry, on: date) -> Stands | None:
    row = entry.details
    if found := toolkit.rating_stands(row, on):
        return Stands(*found)
    if not row.rating:
        return Stands(Standing.AMBER, "No evidence rating")
    return Stands(Standing.GREEN, "Rated")


REGISTER = Register(
    key="school_programmes",
    title="School programmes",
    noun="school programme",
    nouns="school programmes",
    about="What was delivered in schools on knife crime and safety: years, sessions, pupils reached, and the evidence.",
    group=Group.YOUNG,
    order=210,
    model=SchoolProgramme,
    parts=(
        Part(
            title="The programme",
            columns=("on", "until", "about", "place", "ward", "programme", "reach", "themes", "delivered_by", "agency"),
        ),
        Part(title="Who took part", columns=("year_groups", "sessions", "pupils_reached", "feedback")),
        Part(title="Evidence", columns=(*toolkit.RATED, "notes")),
    ),
    listed=("on", "about", "programme", "year_groups", "sessions", "pupils_reached", "rating"),
    quick=("on", "about", "programme", "year_groups", "sessions", "pupils_reached"),
    filters=("themes", "reach", "rating", "ward"),
    labels={
        "on": "first session", "until": "last session", "about": "school", "agency": "agency that pays or sends it",
        "place": "where, if not in the school",
    },
    helps={
        "pupils_reached": "How many, never who. Leave it empty if fewer than five.",
        "feedback": "What pupils thought of it, without names.",
        **toolkit.HELPS,
    },
    required=("on", "about", "programme"),
    name_of=lambda entry: f"{entry.details.programme}, {entry.on:%-d %B %Y}",
    stands=stands,
    counts=(
        Counted(key="sessions", title="Sessions delivered in schools", of="sessions"),
        Counted(key="pupils", title="Pupils reached, counted once a programme", of="pupils_reached"),
        Counted(key="universal", title="Universal programmes", where=Q(schoolprogramme__reach="universal")),
    ),
    figures=figures,
    subject="schools",
    note="A pupil in two programmes is counted twice. Never a list of pupils.",
)  # fmt: skip
