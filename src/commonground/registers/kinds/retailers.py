"""Shops that sell knives: the Responsible Retailer Agreement, when it lapses, and what visits and tests found."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.retailers import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry, open_on
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

SOON = timedelta(days=60)


@remembered()
class Retailer(Details):
    """One shop. Its agreement lapses by date, not by memory."""

    class Trade(models.TextChoices):
        HARDWARE = "hardware", "Hardware or do-it-yourself"
        HOMEWARE = "homeware", "Kitchen and homeware"
        SUPERMARKET = "supermarket", "Supermarket"
        DISCOUNT = "discount", "Discount shop"
        OUTDOOR = "outdoor", "Outdoor, fishing or army surplus"
        CATERING = "catering", "Catering supplies"
        CONVENIENCE = "convenience", "Corner shop or market stall"
        ONLINE = "online", "Sells online"
        OTHER = "other", "Other"

    trade = models.CharField("kind of shop", max_length=12, choices=Trade.choices, blank=True)
    signed_on = models.DateField("date it signed the agreement", null=True, blank=True)
    lapses_on = models.DateField("date the agreement lapses", null=True, blank=True)
    visited_on = models.DateField("date of the last visit", null=True, blank=True)
    visit_due = models.DateField("date the next visit is due", null=True, blank=True)
    trained = models.BooleanField("written staff training records seen", default=False)
    refusals_book = models.BooleanField("refusals book seen", default=False)
    stored_safely = models.BooleanField("knives stored safely", default=False)
    signs = models.BooleanField("Challenge 25 signs to be seen", default=False)
    till_prompt = models.BooleanField("till prompts for age", default=False)
    guide_given = models.BooleanField("good practice guide given", default=False)
    knows_police = models.BooleanField("staff know when and how to contact police", default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lapses_on=None) | Q(signed_on__isnull=False, lapses_on__gt=F("signed_on")),
                name="agreement_lapses_after_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(visit_due=None) | Q(visited_on=None) | Q(visit_due__gt=F("visited_on")),
                name="next_visit_to_a_shop_is_after_the_last",
            ),
        )


def in_force(day: date) -> Q:
    """Shops whose agreement is in force on a day."""
    lapse = Q(retailer__lapses_on=None) | Q(retailer__lapses_on__gte=day)
    return lapse & Q(retailer__signed_on__lte=day) & open_on(day)


def due(entry: Entry) -> date | None:
    shop = entry.details
    days = [day for day in (shop.lapses_on, shop.visit_due) if day is not None]
    return min(days, default=None) if entry.until is None else None


def unfinished(entry: Entry) -> bool:
    """Whether it sold in a test that has no outcome yet."""
    tests = [one for one in entry.entries.all() if one.register == "test_purchases" and one.withdrawn_on is None]
    return any(one.details.result == "sold" and not one.details.outcome for one in tests)


def stands(entry: Entry, on: date) -> Stands:
    shop = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Closed, or sells no knives")
    if shop.lapses_on is not None and shop.lapses_on < on:
        return Stands(Standing.RED, f"Agreement lapsed on {shop.lapses_on:%-d %B %Y}")
    if unfinished(entry):
        return Stands(Standing.RED, "Sold in a test; no outcome yet")
    if shop.signed_on is None:
        return Stands(Standing.AMBER, "Has not signed")
    if shop.visit_due is not None and shop.visit_due < on:
        return Stands(Standing.AMBER, "Visit overdue")
    if shop.lapses_on is not None and shop.lapses_on - on <= SOON:
        return Stands(Standing.AMBER, f"Agreement lapses on {shop.lapses_on:%-d %B %Y}")
    return Stands(Standing.GREEN, "Agreement in force")


REGISTER = Register(
    key="retailers",
    title="Knife retailers",
    noun="shop",
    nouns="shops",
    about="Shops that sell knives, whether they signed the Responsible Retailer Agreement, and when it lapses.",
    group=Group.SUPPLY,
    order=30,
    model=Retailer,
    parts=(
        Part(title="The shop", columns=("place", "trade", "ward", "longitude", "latitude", "on", "until", "agency")),
        Part(title="The agreement", columns=("signed_on", "lapses_on")),
        Part(
            title="The last visit",
            columns=(
                "visited_on", "visit_due", "trained", "refusals_book", "stored_safely", "signs", "till_prompt",
                "guide_given", "knows_police", "notes",
            ),
            help="Tick what you saw yourself on the day.",
        ),
    ),
    listed=("place", "trade", "signed_on", "lapses_on", "visited_on"),
    quick=("place", "trade", "visited_on", "trained", "refusals_book", "stored_safely", "signs"),
    filters=("trade", "ward", "agency"),
    labels={
        "place": "shop", "on": "date it was listed", "until": "date it closed or stopped selling knives",
        "agency": "who visits it",
    },
    helps={
        "place": "The name of the shop and its street, never of a person.",
        "lapses_on": "One or two years after it was signed, as the agreement says.",
        "trained": "Ask to see them: a record says who was trained in what and when.",
    },
    required=("on", "place"),
    name_of=lambda entry: entry.place,
    due=due,
    due_is="Visit due, or lapses",
    stands=stands,
    counts=(
        Counted(key="signed", title="Shops that signed", day="signed_on"),
        Counted(key="visited", title="Shops visited", day="visited_on"),
        Counted(key="in_force", title="Agreements in force", standing=in_force),
        Counted(
            key="lapsed", title="Agreements lapsed",
            standing=lambda day: Q(retailer__lapses_on__lt=day) & open_on(day),
        ),
    ),
    figures=figures,
    lasting=True,
    note="A shop that sold in a test stands red until the test has an outcome.",
    photographed=True,
)  # fmt: skip
