"""Patrol places: where hot-spot patrols go, for what recorded crime, in which dose, and what they are compared with."""

import re
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.patrols import figures_of_places
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Part, Register, Stands
from commonground.registers.terms import Group, Standing

LEAST = 5
REVIEWED = timedelta(weeks=12)
NOT_RECORDED = re.compile(
    r"\b(intelligence|intel|informants?|chis|arrest(s|ed|ing)?|stop(s|ped)?[ -]and[ -]search\w*|search(es|ed|ing)?|"
    r"suspects?|nominals?|gangs?)\b",
    re.IGNORECASE,
)  # fmt: skip
RECORDED_ONLY = (
    "A place is described by recorded crime alone, and this speaks of “{}”. Searches, arrests and intelligence show "
    "where the police looked: say what was recorded there, and when."
)
KOPER = (
    "Koper (1995, Justice Quarterly 12(4), pages 649 to 672, in Minneapolis) found that visits of about 10 minutes at "
    "least were followed by a longer quiet than driving through, and those of 11 to 15 minutes by the longest."
)
COLLEGE = (
    "College of Policing, Serious violence hot spots policing guide (college.police.uk, read in November 2026): a "
    "process of seven steps, developed at the Cambridge Centre for Evidence-Based Policing with 18 forces."
)


@remembered()
class PatrolPlace(Details):
    """A street, a square or a station forecourt; never a person, a household or one address."""

    class Crime(models.TextChoices):
        VIOLENCE_WITH_INJURY = "violence_with_injury", "Violence with injury"
        VIOLENCE = "violence_against_the_person", "Violence against the person"
        ROBBERY = "robbery_of_personal_property", "Robbery of personal property"
        WEAPONS = "possession_of_weapons", "Possession of weapons"

    class Source(models.TextChoices):
        """There is no choice for searches, arrests or intelligence."""

        POINTS = "points", "Police points of recorded crime (data.police.uk)"
        SMALL_AREAS = "small_areas", "Recorded crime by ward or neighbourhood (Metropolitan Police)"
        EXTRACT = "extract", "The police’s own extract of recorded offences"

    crime = models.CharField("recorded crime", max_length=40, choices=Crime.choices)
    source = models.CharField("where that is recorded", max_length=12, choices=Source.choices)
    recorded = models.PositiveIntegerField("offences recorded there")
    recorded_from = models.DateField("first day of those offences")
    recorded_to = models.DateField("last day of those offences")
    because = models.TextField("why this place", help_text="What was recorded, at which times.")
    minutes = models.PositiveSmallIntegerField("minutes of a visit, as planned")
    visits = models.PositiveSmallIntegerField("visits a week, as planned")
    times = models.CharField("days and hours", max_length=200, blank=True)
    barriers = models.TextField("what may stand in the way, and what is done about it", blank=True)
    technology = models.CharField("how officers find the place and its bounds", max_length=200, blank=True)
    trained_on = models.DateField("day on which those who patrol were briefed", null=True, blank=True)
    comparison = models.TextField("comparison areas", blank=True)
    comparison_codes = models.CharField("codes of the comparison areas", max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(recorded__gte=LEAST), name="a_place_is_chosen_for_at_least_five_recorded_offences"
            ),
            models.CheckConstraint(
                condition=Q(recorded_to__gte=F("recorded_from")), name="the_offences_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 240), visits__range=(1, 200)), name="a_dose_has_minutes_and_visits"
            ),
            models.CheckConstraint(
                condition=Q(comparison_codes="") | Q(comparison_codes__regex=r"^[EW]0[0-9]{7}(; ?[EW]0[0-9]{7})*$"),
                name="comparison_areas_are_codes_with_semicolons_between",
            ),
        )


def wrong(entry: Entry) -> str:
    """Nothing but recorded crime says which place it is, and why."""
    own = entry.details
    for text in (entry.place, own.because, own.times, own.comparison, entry.notes):
        if found := NOT_RECORDED.search(text):
            return RECORDED_ONLY.format(found[0])
    return ""


def due(entry: Entry) -> date | None:
    """A plan of patrols is looked at again after twelve weeks, until it ends."""
    return None if entry.until is not None else entry.on + REVIEWED


def stands(entry: Entry, on: date) -> Stands:
    if entry.until is not None and entry.until < on:
        return Stands(Standing.GREY, f"Ended on {entry.until:%-d %B %Y}")
    if entry.details.trained_on is None:
        return Stands(Standing.AMBER, "Those who patrol were not briefed")
    if entry.is_late(on):
        return Stands(Standing.AMBER, "Not looked at again for twelve weeks")
    return Stands(Standing.GREEN, "Patrolled")


REGISTER = Register(
    key="patrol_places",
    title="Patrol places",
    noun="patrol place",
    nouns="patrol places",
    about="Where hot-spot patrols go: for what recorded crime, in which dose, and beside which comparison areas.",
    group=Group.DAILY,
    order=24,
    model=PatrolPlace,
    parts=(
        Part(
            title="Targeting: the place",
            columns=("place", "ward", "lsoa", "longitude", "latitude", "on", "until", "agency"),
            help="A street, a square, a station forecourt. Never a home, and never a person.",
        ),
        Part(
            title="Why this place",
            columns=("crime", "source", "recorded", "recorded_from", "recorded_to", "because"),
            help="Recorded crime alone. Where the police searched, arrested or had intelligence is no reason.",
        ),
        Part(title="Tasking: the dose", columns=("minutes", "visits", "times"), help=KOPER),
        Part(title="Thinking, technology and training", columns=("barriers", "technology", "trained_on"), help=COLLEGE),
        Part(
            title="Testing: what it is compared with",
            columns=("comparison", "comparison_codes", "notes"),
            help="Like areas without such patrols, chosen before they begin.",
        ),
    ),
    listed=("place", "crime", "recorded", "minutes", "visits", "on", "until"),
    quick=(
        "place", "on", "agency", "crime", "source", "recorded", "recorded_from", "recorded_to", "because", "minutes",
        "visits",
    ),
    filters=("crime", "ward", "agency"),
    labels={"place": "street or square", "on": "first day of the patrols", "until": "last day of the patrols"},
    helps={
        "place": "As the briefing describes it, such as Example Street between the station and the market.",
        "recorded": "At least five. A street may be only the point to which offences nearby are moved.",
        "minutes": "10 to 15 is what the study above supports.",
        "comparison_codes": "Of neighbourhoods (LSOAs) like this one, such as E01003189; E01003190.",
    },
    required=(
        "on", "place", "crime", "source", "recorded", "recorded_from", "recorded_to", "because", "minutes", "visits",
    ),
    name_of=lambda entry: entry.place,
    due=due,
    due_is="Review due",
    stands=stands,
    wrong=wrong,
    figures=figures_of_places,
    note="Places come from recorded crime alone. Recorded crime is not all crime, and where police look more, more is "
    "found. Nothing here says that patrols changed anything.",
    photographed=True,
)  # fmt: skip
