"""Campaigns: for whom, by which ways, how many were reached, and what was learned."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.campaigns import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

RESULT_WITHIN = timedelta(days=28)


@remembered()
class Campaign(Details):
    """One campaign. Reach is how many met it, not how many changed."""

    class Audience(models.TextChoices):
        YOUNG = "young", "Young people"
        PARENTS = "parents", "Parents and carers"
        RESIDENTS = "residents", "Residents"
        BUSINESS = "business", "Businesses"
        STAFF = "staff", "Staff of agencies"

    class Way(models.TextChoices):
        SOCIAL = "social", "Social media"
        POSTERS = "posters", "Posters and screens"
        SCHOOLS = "schools", "Schools and colleges"
        STREET = "street", "Street and market stalls"
        PRESS = "press", "Press and radio"
        EVENTS = "events", "Events"

    name = models.CharField("campaign", max_length=160)
    aim = models.CharField(max_length=400, blank=True)
    audience = several("for whom", Audience.choices)
    ways = several("by which ways", Way.choices)
    made_with = models.BooleanField("made with young people or residents", default=False)
    reached = models.PositiveIntegerField("people reached", null=True, blank=True)
    reached_how = models.CharField("how reach was counted", max_length=200, blank=True)
    learned = models.TextField("what came of it and what was learned", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reached=None) | ~Q(reached_how=""), name="people_reached_says_how_they_were_counted"
            ),
        )


def due(entry: Entry) -> date | None:
    """What was learned is written within four weeks of its last day."""
    return None if entry.details.learned else (entry.until or entry.on) + RESULT_WITHIN


def stands(entry: Entry, on: date) -> Stands:
    ended = entry.until or entry.on
    if entry.details.learned:
        return Stands(Standing.GREY, "Over, and written up")
    if ended >= on:
        return Stands(Standing.GREEN, "Running" if entry.on <= on else "Ahead")
    late = ended + RESULT_WITHIN < on
    return Stands(Standing.RED if late else Standing.AMBER, "Over; lessons to be written")


REGISTER = Register(
    key="campaigns",
    title="Campaigns",
    noun="campaign",
    nouns="campaigns",
    about="Campaigns such as London Needs You Alive: for whom, how many were reached, and what was learned.",
    group=Group.DAILY,
    order=14,
    model=Campaign,
    parts=(
        Part(
            title="The campaign",
            columns=("name", "on", "until", "agency", "ward", "aim", "audience", "ways", "made_with"),
        ),
        Part(title="What came of it", columns=("reached", "reached_how", "learned", "notes")),
    ),
    listed=("name", "on", "until", "agency", "audience", "reached"),
    quick=("name", "on", "until", "aim", "audience"),
    filters=("agency", "made_with"),
    labels={"on": "first day", "agency": "lead agency"},
    helps={
        "aim": "What people should know or do afterwards. Show the way out: pictures of knives make afraid.",
        "reached_how": "“Views of the film, counted by the site” is not the same as people spoken to.",
    },
    required=("name", "on"),
    asks={
        "people_reached_says_how_they_were_counted": ("reached_how", "say how the people reached were counted"),
    },
    name_of=lambda entry: f"{entry.details.name}, {entry.on:%B %Y}",
    due=due,
    due_is="Lessons due",
    stands=stands,
    counts=(
        Counted(
            key="made_with", title="Campaigns made with young people or residents", where=Q(campaign__made_with=True)
        ),
        Counted(key="reached", title="People reached by campaigns, as counted by each", of="reached", people=True),
    ),
    figures=figures,
    calendar=True,
    note="Reach counts who met a campaign. It does not show that anybody changed what they do.",
)  # fmt: skip
