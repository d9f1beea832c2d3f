"""The provision map: services for children, young people and families, and where there is too little of them."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.plan.terms import Prevention
from commonground.registers.figures.provision import figures
from commonground.registers.models import toolkit
from commonground.registers.models.contact import OFFICE, office_email, web_page
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry, open_on
from commonground.registers.models.several import several, several_wards
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Need, Standing

SOON, STALE = timedelta(days=183), timedelta(days=365)


@remembered()
class Service(Details):
    """One service: for whom, where, how many places, and until when it is paid for."""

    service = models.CharField("name of the service", max_length=160)
    provider = models.CharField("who provides it", max_length=160, blank=True)
    does = models.TextField("what it does", blank=True)
    eligibility = models.TextField("who can use it", blank=True)
    ages_from = models.PositiveSmallIntegerField("youngest age", null=True, blank=True)
    ages_to = models.PositiveSmallIntegerField("oldest age", null=True, blank=True)
    wards = several_wards("wards it serves")
    needs = several("needs it meets", Need.choices)
    level = models.CharField("level of prevention", max_length=9, choices=Prevention.choices, blank=True)
    capacity = models.PositiveIntegerField("places", null=True, blank=True)
    in_use = models.PositiveIntegerField("places in use", null=True, blank=True)
    waiting_days = models.PositiveIntegerField("waiting time in days", null=True, blank=True)
    counted_on = models.DateField("date of these numbers", null=True, blank=True)
    funder = models.CharField("who pays", max_length=160, blank=True)
    funding_ends = models.DateField("date the funding ends", null=True, blank=True)
    approach = toolkit.approach()
    rating = toolkit.rating()
    rated_on = toolkit.rated_on()
    refer_how = models.TextField("how to refer", blank=True)
    refer_email = office_email("e-mail for referrals")
    refer_page = web_page("page for referrals")
    public = models.BooleanField("shown in the public directory", default=False)
    confirmed_on = models.DateField("date the provider last confirmed it", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ages_from=None) | Q(ages_to=None) | Q(ages_to__gte=F("ages_from")),
                name="oldest_age_of_a_service_is_not_below_the_youngest",
            ),
            models.CheckConstraint(
                condition=Q(ages_to=None) | Q(ages_to__lte=120), name="age_for_a_service_is_in_years"
            ),
            models.CheckConstraint(
                condition=Q(public=False) | ~Q(eligibility=""), name="service_in_the_directory_says_who_can_use_it"
            ),
            toolkit.rating_has_a_day("a_service"),
        )


def due(entry: Entry) -> date | None:
    ends: date | None = entry.details.funding_ends
    return ends if entry.until is None else None


def stands(entry: Entry, on: date) -> Stands:
    row = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Ended")
    if row.funding_ends is not None and row.funding_ends < on:
        return Stands(Standing.RED, f"Funding ended on {row.funding_ends:%-d %B %Y}")
    rated = toolkit.rating_stands(row, on)
    if rated and rated[0] is Standing.RED:
        return Stands(*rated)
    if row.funding_ends is not None and row.funding_ends - on <= SOON:
        return Stands(Standing.AMBER, f"Funding ends on {row.funding_ends:%-d %B %Y}")
    if row.capacity is not None and row.in_use is not None and row.in_use >= row.capacity:
        return Stands(Standing.AMBER, "Full")
    if row.confirmed_on is None or on - row.confirmed_on > STALE:
        return Stands(Standing.AMBER, "Not confirmed for a year")
    return Stands(*rated) if rated else Stands(Standing.GREEN, "Open")


REGISTER = Register(
    key="provision",
    title="Services (provision map)",
    noun="service",
    nouns="services",
    about="What there is for children, young people and families: for whom, where, how many places, paid until when.",
    group=Group.SERVICES,
    order=300,
    model=Service,
    parts=(
        Part(title="The service", columns=("service", "provider", "does", "on", "until", "agency")),
        Part(title="Who it is for", columns=("eligibility", "ages_from", "ages_to", "needs", "level")),
        Part(
            title="Where", columns=("place", "ward", "longitude", "latitude", "wards"),
            help="Leave the wards empty if it serves the whole area.",
        ),
        Part(title="Places", columns=("capacity", "in_use", "waiting_days", "counted_on")),
        Part(title="Money", columns=("funder", "funding_ends")),
        Part(title="Evidence", columns=toolkit.RATED),
        Part(
            title="How to refer", columns=("refer_how", "refer_email", "refer_page", "public", "confirmed_on", "notes"),
        ),
    ),
    listed=("service", "provider", "ages_from", "ages_to", "needs", "capacity", "waiting_days"),
    quick=("service", "provider", "on", "ages_from", "ages_to", "needs", "capacity", "funding_ends"),
    filters=("needs", "level", "rating", "public", "ward", "agency"),
    labels={
        "on": "date it began", "until": "date it ended", "place": "where it is", "ward": "ward it is in",
        "agency": "agency that answers for it",
    },
    helps={
        "refer_email": OFFICE,
        "in_use": "How many, never who.",
        "public": "Anyone can read its name, who can use it, ages, wards and how to refer: not if it is rated harmful.",
        "confirmed_on": "Ask the provider once a year.",
        **toolkit.HELPS,
    },
    required=("on", "service"),
    asks={
        "oldest_age_of_a_service_is_not_below_the_youngest": (
            "ages_to", "it is below the youngest; correct one of them",
        ),
        "service_in_the_directory_says_who_can_use_it": (
            "eligibility", "write it, for the service is in the public directory",
        ),
    },
    name_of=lambda entry: entry.details.service,
    due=due,
    due_is="Funding ends",
    stands=stands,
    counts=(
        Counted(key="open", title="Services open", standing=open_on),
        Counted(key="places", title="Places in services that say how many", of="capacity", standing=open_on),
        Counted(key="ending", title="Services whose funding ends", day="funding_ends"),
    ),
    figures=figures,
    lasting=True,
)  # fmt: skip
