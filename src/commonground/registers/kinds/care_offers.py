"""The offer for children in care and care leavers: diversion and prevention that is made for them."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.plan.terms import Prevention
from commonground.registers.figures.care_offers import figures
from commonground.registers.models import toolkit
from commonground.registers.models.contact import OFFICE, office_email, web_page
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry, open_on
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Need, Standing, YesNo

SOON, YEAR = timedelta(days=183), timedelta(days=365)


@remembered()
class CareOffer(Details):
    """One offer, and whether those it is for had a say in it."""

    class Whom(models.TextChoices):
        IN_CARE = "in_care", "Children in care"
        OUTSIDE = "outside", "Children placed outside the area"
        FROM_OTHERS = "from_others", "Children placed here by other authorities"
        LEAVERS_16 = "leavers_16", "Care leavers aged 16 and 17"
        LEAVERS_18 = "leavers_18", "Care leavers aged 18 to 25"
        CARERS = "carers", "Foster carers and children’s homes"

    offer = models.CharField("name of the offer", max_length=160)
    whom = several("for whom", Whom.choices)
    provider = models.CharField("who provides it", max_length=160, blank=True)
    does = models.TextField("what it does", blank=True)
    needs = several("needs it meets", Need.choices)
    level = models.CharField("level of prevention", max_length=9, choices=Prevention.choices, blank=True)
    bespoke = models.CharField("made for each young person", max_length=3, choices=YesNo.choices, blank=True)
    shaped = models.CharField("young people helped to shape it", max_length=3, choices=YesNo.choices, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    taken_up = models.PositiveIntegerField("young people who took it up in the last 12 months", null=True, blank=True)
    funding_ends = models.DateField("date the funding ends", null=True, blank=True)
    reviewed_on = models.DateField("date of the last review", null=True, blank=True)
    refer_email = office_email("e-mail for referrals")
    refer_page = web_page("page for referrals")
    approach = toolkit.approach()
    rating = toolkit.rating()
    rated_on = toolkit.rated_on()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_up=None) | Q(taken_up=0) | Q(taken_up__gte=5),
                name="take_up_is_five_or_more_or_left_empty",
            ),
            toolkit.rating_has_a_day("a_care_offer"),
        )


def due(entry: Entry) -> date | None:
    """The day of its next yearly review, or of the end of its funding if that is sooner."""
    row = entry.details
    if entry.until is not None:
        return None
    days = [day for day in (row.funding_ends, (row.reviewed_on or entry.on) + YEAR) if day is not None]
    soonest: date = min(days)
    return soonest


def stands(entry: Entry, on: date) -> Stands:
    row = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Ended")
    if row.funding_ends is not None and row.funding_ends < on:
        return Stands(Standing.RED, f"Funding ended on {row.funding_ends:%-d %B %Y}")
    if entry.is_late(on):
        return Stands(Standing.RED, "Review overdue")
    rated = toolkit.rating_stands(row, on)
    if rated:
        return Stands(*rated)
    if row.funding_ends is not None and row.funding_ends - on <= SOON:
        return Stands(Standing.AMBER, f"Funding ends on {row.funding_ends:%-d %B %Y}")
    if row.shaped != YesNo.YES:
        return Stands(Standing.AMBER, "Young people were not asked yet")
    return Stands(Standing.GREEN, "On offer")


REGISTER = Register(
    key="care_offers",
    title="Children in care and care leavers",
    noun="offer",
    nouns="offers",
    about="What is offered to children in care and care leavers to keep them safe from violence, and who shaped it.",
    group=Group.YOUNG,
    order=250,
    model=CareOffer,
    parts=(
        Part(title="The offer", columns=("offer", "provider", "does", "on", "until", "agency")),
        Part(title="For whom", columns=("whom", "needs", "level", "bespoke", "shaped")),
        Part(title="Places and money", columns=("places", "taken_up", "funding_ends", "reviewed_on")),
        Part(title="How to refer", columns=("place", "ward", "refer_email", "refer_page")),
        Part(title="Evidence", columns=(*toolkit.RATED, "notes")),
    ),
    listed=("offer", "provider", "whom", "places", "shaped", "reviewed_on"),
    quick=("offer", "provider", "on", "whom", "needs", "places", "funding_ends"),
    filters=("whom", "needs", "level", "rating", "agency"),
    labels={"on": "date it began", "until": "date it ended", "place": "where it is"},
    helps={
        "taken_up": "How many, never who. Leave it empty if fewer than five.",
        "bespoke": "The standard asks for work that fits the risk of each young person.",
        "shaped": "For example through the children in care council.",
        "refer_email": OFFICE,
        **toolkit.HELPS,
    },
    required=("on", "offer"),
    name_of=lambda entry: entry.details.offer,
    due=due,
    due_is="Review due, or funding ends",
    stands=stands,
    counts=(
        Counted(key="open", title="Offers for children in care and care leavers", standing=open_on),
        Counted(key="reviewed", title="Offers reviewed", day="reviewed_on"),
    ),
    figures=figures,
    lasting=True,
    note="Never a list of children.",
)  # fmt: skip
