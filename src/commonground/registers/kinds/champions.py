"""Community champions: how many there are in which area and sort of group, and how many are trained."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.champions import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing


@remembered()
class ChampionGroup(Details):
    """Champions of one sort of group in one area, as a number. Volunteers are kept on no list here."""

    class Sort(models.TextChoices):
        RESIDENTS = "residents", "Residents and tenants"
        PARENTS = "parents", "Parents and carers"
        YOUNG = "young", "Young people"
        FAITH = "faith", "Faith groups"
        SPORT = "sport", "Sports and youth clubs"
        BUSINESS = "business", "Businesses"
        BEREAVED = "bereaved", "Families who lost somebody"

    class Subject(models.TextChoices):
        TRAUMA = "trauma", "Trauma-informed practice"
        BIAS = "bias", "Unconscious bias"
        RESTORATIVE = "restorative", "Restorative approaches"
        VIOLENCE = "violence", "Youth violence and local services"
        BLEEDING = "bleeding", "First aid for bleeding"

    sort = models.CharField("sort of group", max_length=12, choices=Sort.choices)
    champions = models.PositiveSmallIntegerField("number of champions")
    trained = models.PositiveSmallIntegerField("of them trained", default=0)
    subjects = several("trained in", Subject.choices)
    review_on = models.DateField("to be counted again")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(trained__lte=F("champions")), name="no_more_are_trained_than_there_are_champions"
            ),
        )


def due(entry: Entry) -> date | None:
    review: date | None = entry.details.review_on
    return review


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if entry.due is None:
        return Stands(Standing.GREY, "Counted again since")
    if entry.due < on:
        return Stands(Standing.RED, "To be counted again")
    if found.trained < found.champions:
        return Stands(Standing.AMBER, "Some are not trained yet")
    return Stands(Standing.GREEN, "All are trained")


IN_FORCE = Q(due__isnull=False)  # a later count of the same group ends what is due of the earlier

REGISTER = Register(
    key="champions",
    title="Community champions",
    noun="group of champions",
    nouns="groups of champions",
    about="Volunteers who point people to help: how many, in which area and sort of group, trained in what.",
    group=Group.SERVICES,
    order=86,
    model=ChampionGroup,
    parts=(
        Part(title="The group", columns=("on", "place", "ward", "agency", "sort")),
        Part(title="How many", columns=("champions", "trained", "subjects", "review_on", "notes")),
    ),
    listed=("place", "sort", "on", "champions", "trained"),
    quick=("on", "place", "sort", "champions", "trained", "review_on"),
    filters=("sort", "ward", "agency"),
    labels={"place": "area", "on": "date they were counted", "agency": "agency that supports them"},
    helps={"place": "The same words each time: the last count of an area and sort of group is the one in force."},
    required=("on", "place", "sort", "champions", "review_on"),
    asks={
        "no_more_are_trained_than_there_are_champions": (
            "trained", "they are more than the champions; correct one of them",
        ),
    },
    name_of=lambda entry: f"{entry.details.get_sort_display()}: {entry.place}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="To be counted again",
    stands=stands,
    renewed_by=("place", "sort"),
    counts=(
        Counted(key="champions", title="Champions, by the last count", of="champions", where=IN_FORCE, people=True),
        Counted(key="trained", title="Champions trained, by the last count", of="trained", where=IN_FORCE, people=True),
    ),
    figures=figures,
)  # fmt: skip
