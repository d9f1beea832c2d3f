"""The intervention schedule for courts: what exists before court and after conviction, for whom, and places free."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.interventions import figures
from commonground.registers.models import toolkit
from commonground.registers.models.contact import OFFICE, office_email, web_page
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry, open_on
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Need, Standing

TOLD_EVERY = timedelta(days=31)


@remembered()
class Intervention(Details):
    """One programme that a court, a panel or a supervising officer can ask for."""

    class Stage(models.TextChoices):
        PRE_COURT = "pre_court", "Before court: out-of-court disposals and diversion"
        BAIL = "bail", "On bail or remand"
        SENTENCE = "sentence", "At sentence: requirement of a community or youth order"
        CUSTODY = "custody", "In custody"
        RELEASE = "release", "After release"

    intervention = models.CharField("name of the intervention", max_length=160)
    provider = models.CharField("who provides it", max_length=160, blank=True)
    does = models.TextField("what it does", blank=True)
    stages = several("when it can be used", Stage.choices)
    requirement = models.CharField("order or requirement that it can serve", max_length=200, blank=True)
    eligibility = models.TextField("for whom", blank=True)
    ages_from = models.PositiveSmallIntegerField("youngest age", null=True, blank=True)
    ages_to = models.PositiveSmallIntegerField("oldest age", null=True, blank=True)
    needs = several("needs it meets", Need.choices)
    weeks = models.PositiveSmallIntegerField("length in weeks", null=True, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    places_free = models.PositiveIntegerField("places free", null=True, blank=True)
    told_on = models.DateField("date the free places were told", null=True, blank=True)
    refer_how = models.TextField("how to refer", blank=True)
    refer_email = office_email("e-mail for referrals")
    refer_page = web_page("page for referrals")
    approach = toolkit.approach()
    rating = toolkit.rating()
    rated_on = toolkit.rated_on()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ages_from=None) | Q(ages_to=None) | Q(ages_to__gte=F("ages_from")),
                name="oldest_age_of_an_intervention_is_not_below_the_youngest",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places_free=None) | Q(places_free__lte=F("places")),
                name="free_places_are_no_more_than_places",
            ),
            models.CheckConstraint(
                condition=Q(places_free=None) | Q(told_on__isnull=False), name="free_places_have_a_day"
            ),
            toolkit.rating_has_a_day("an_intervention"),
        )


def due(entry: Entry) -> date | None:
    """Free places are told again every month."""
    told = entry.details.told_on
    return None if entry.until is not None else (told or entry.on) + TOLD_EVERY


def stands(entry: Entry, on: date) -> Stands:
    row = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Ended")
    rated = toolkit.rating_stands(row, on)
    if rated and rated[0] is Standing.RED:
        return Stands(*rated)
    if entry.is_late(on):
        return Stands(Standing.AMBER, "Free places not told for a month")
    if row.places_free == 0:
        return Stands(Standing.AMBER, "No places free")
    return Stands(*rated) if rated else Stands(Standing.GREEN, "Open")


REGISTER = Register(
    key="interventions",
    title="Intervention schedule",
    noun="intervention",
    nouns="interventions",
    about="What courts, out-of-court panels and probation can ask for: for whom, places free, how to refer.",
    group=Group.SERVICES,
    order=310,
    model=Intervention,
    parts=(
        Part(title="The intervention", columns=("intervention", "provider", "does", "on", "until", "agency")),
        Part(title="When it can be used", columns=("stages", "requirement")),
        Part(title="For whom", columns=("eligibility", "ages_from", "ages_to", "needs")),
        Part(title="Places", columns=("weeks", "places", "places_free", "told_on", "place", "ward")),
        Part(title="How to refer", columns=("refer_how", "refer_email", "refer_page")),
        Part(title="Evidence", columns=(*toolkit.RATED, "notes")),
    ),
    listed=("intervention", "provider", "stages", "ages_from", "ages_to", "places_free", "told_on"),
    quick=("intervention", "provider", "on", "stages", "ages_from", "ages_to", "places_free", "told_on"),
    filters=("stages", "needs", "rating", "agency"),
    labels={"on": "date it began", "until": "date it ended", "place": "where it is held"},
    helps={
        "refer_email": OFFICE,
        "places_free": "How many, never for whom.",
        "requirement": "For example: activity requirement, rehabilitation activity requirement.",
        **toolkit.HELPS,
    },
    required=("on", "intervention"),
    asks={
        "free_places_have_a_day": ("told_on", "enter it beside the places free"),
    },
    name_of=lambda entry: entry.details.intervention,
    due=due,
    due_is="Free places due",
    stands=stands,
    counts=(
        Counted(key="open", title="Interventions on offer", standing=open_on),
        Counted(key="free", title="Places free as last told", of="places_free", standing=open_on),
    ),
    figures=figures,
    lasting=True,
    note="The figures of this register are the schedule to print for courts.",
)  # fmt: skip
