"""Test purchases: whether a shop sold a knife to somebody who is, or looks, too young."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.test_purchases import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing, YesNo

FOLLOW_UP = timedelta(days=28)


@remembered()
class TestPurchase(Details):
    """One attempt. The two kinds of test ask different questions, and their failures are never added together."""

    __test__ = False  # no test of ours, whatever its name begins with

    class Kind(models.TextChoices):
        UNDER_AGE = "under_age", "Under-age test: the volunteer was under 18"
        CHALLENGE_25 = "challenge_25", "Challenge 25 test: an adult who looks under 25"

    class Channel(models.TextChoices):
        SHOP = "shop", "In the shop"
        ONLINE = "online", "Online, at the order"
        DELIVERY = "delivery", "Online, at the door"

    class Result(models.TextChoices):
        REFUSED = "refused", "Refused"
        SOLD = "sold", "Sold"

    class Outcome(models.TextChoices):
        ADVICE = "advice", "Advice"
        WARNING = "warning", "Warning"
        CAUTION = "caution", "Simple caution"
        PROSECUTION = "prosecution", "Prosecution"
        NONE = "none", "No further action"

    kind = models.CharField("kind of test", max_length=12, choices=Kind.choices)
    channel = models.CharField("where it was tried", max_length=8, choices=Channel.choices, default=Channel.SHOP)
    age = models.PositiveSmallIntegerField("age of the volunteer", null=True, blank=True)
    product = models.CharField(max_length=120)
    price = models.DecimalField("price in pounds", max_digits=8, decimal_places=2, null=True, blank=True)
    result = models.CharField(max_length=8, choices=Result.choices)
    age_asked = models.BooleanField("age was asked", default=False)
    id_asked = models.BooleanField("proof of age was asked for", default=False)
    poster = models.BooleanField("Challenge 25 poster to be seen", default=False)
    witnessed = models.BooleanField("an officer witnessed it", default=False)
    signed = models.CharField(
        "shop had signed the Responsible Retailer Agreement", max_length=3, choices=YesNo.choices, blank=True
    )
    advised_before = models.DateField("date of the advice letter before the test", null=True, blank=True)
    told_on = models.DateField("date the shop was told of the result", null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("date of the outcome", null=True, blank=True)
    fine = models.DecimalField("fine and costs in pounds", max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="under_age") | Q(age=None) | Q(age__range=(13, 17)),
                name="under_age_volunteer_is_13_to_17",
            ),
            models.CheckConstraint(
                condition=~Q(kind="challenge_25") | Q(age=None) | Q(age__range=(18, 24)),
                name="challenge_25_volunteer_is_18_to_24",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_on__isnull=False), name="outcome_of_a_test_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("caution", "prosecution")) | Q(kind="under_age", result="sold"),
                name="caution_or_prosecution_follows_an_under_age_sale",
            ),
            models.CheckConstraint(
                condition=Q(fine=None) | Q(outcome="prosecution"), name="fine_follows_a_prosecution"
            ),
        )


def name_of(entry: Entry) -> str:
    return f"{entry.details.get_result_display()}: {entry.place or 'test purchase'}, {entry.on:%-d %B %Y}"


def due(entry: Entry) -> date | None:
    """A sale is followed up within four weeks, until it has an outcome."""
    found = entry.details
    return entry.on + FOLLOW_UP if found.result == "sold" and not found.outcome else None


def wrong(entry: Entry) -> str:
    """The letter comes before the test, and what follows comes after it."""
    found = entry.details
    if found.advised_before is not None and found.advised_before > entry.on:
        return "Date of the advice letter: it is after the test. Enter the day of the letter that came before it."
    if any(day is not None and day < entry.on for day in (found.told_on, found.outcome_on)):
        return "Date of the outcome: it is before the test. Check both days."
    return ""


def stands(entry: Entry, on: date) -> Stands | None:
    found = entry.details
    if found.result == "refused":
        return Stands(Standing.GREEN, "Refused")
    if found.outcome:
        return Stands(Standing.GREY, f"Sold; followed up: {found.get_outcome_display().lower()}")
    late = entry.is_late(on)
    return Stands(Standing.RED, "Sold; no outcome after four weeks") if late else Stands(Standing.AMBER, "Sold")


REGISTER = Register(
    key="test_purchases",
    title="Test purchases",
    noun="test purchase",
    nouns="test purchases",
    about="Whether shops sell knives to young people: each attempt, refused or sold, and what followed.",
    group=Group.SUPPLY,
    order=40,
    model=TestPurchase,
    parts=(
        Part(
            title="The test",
            columns=(
                "on", "agency", "about", "place", "ward", "longitude", "latitude", "kind", "channel", "age", "product",
                "price", "signed", "advised_before",
            ),
        ),
        Part(title="What happened", columns=("result", "age_asked", "id_asked", "poster", "witnessed")),
        Part(title="What followed", columns=("told_on", "outcome", "outcome_on", "fine", "notes")),
    ),
    listed=("on", "place", "kind", "result", "signed", "outcome"),
    quick=("on", "about", "place", "kind", "product", "result", "signed"),
    filters=("kind", "result", "outcome", "signed", "agency", "ward"),
    labels={"about": "shop in the register", "place": "shop or street"},
    helps={
        "about": "Choose it where it is listed, so that the shop’s history shows the test.",
        "place": "The name of the shop, never of a person.",
        "age": "In years, and nothing else about the volunteer: never a name.",
        "signed": "As it stood on the day of the test. Leave it empty if you do not know.",
        "advised_before": "Good practice is to write to a shop before it is tested.",
        "notes": "Nobody’s name: neither the volunteer’s, nor the seller’s, nor the officer’s.",
    },
    required=("on", "place", "kind", "product", "result"),
    asks={
        "under_age_volunteer_is_13_to_17": ("age", "in an under-age test the volunteer is 13 to 17"),
        "challenge_25_volunteer_is_18_to_24": ("age", "in a Challenge 25 test the volunteer is 18 to 24"),
        "outcome_of_a_test_has_a_day": ("outcome_on", "enter it beside the outcome"),
    },
    name_of=name_of,
    due=due,
    due_is="Outcome due",
    stands=stands,
    wrong=wrong,
    counts=(
        Counted(key="under_age", title="Under-age test purchases", where=Q(testpurchase__kind="under_age")),
        Counted(
            key="under_age_sold", title="Under-age tests that sold",
            where=Q(testpurchase__kind="under_age", testpurchase__result="sold"),
        ),
        Counted(key="challenge_25", title="Challenge 25 test purchases", where=Q(testpurchase__kind="challenge_25")),
        Counted(
            key="challenge_25_sold", title="Challenge 25 tests that sold",
            where=Q(testpurchase__kind="challenge_25", testpurchase__result="sold"),
        ),
    ),
    figures=figures,
    subject="retailers",
    whole=False,
    note="The two kinds of test ask different questions: their failure rates are never added together.",
    photographed=True,
)  # fmt: skip
