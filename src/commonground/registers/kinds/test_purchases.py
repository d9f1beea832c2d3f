"""Test purchases: whether a shop sold a knife to somebody who is, or looks, too young."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

FOLLOW_UP = timedelta(days=28)


@remembered()
class TestPurchase(Details):
    """One attempt. The two kinds of test ask different questions, and their failures are never added together."""

    __test__ = False  # no test of ours, whatever its name begins with

    class Kind(models.TextChoices):
        UNDER_AGE = "under_age", "Under-age test: the volunteer was under 18"
        CHALLENGE_25 = "challenge_25", "Challenge 25 test: an adult who looks under 25"

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
    age = models.PositiveSmallIntegerField("age of the volunteer", null=True, blank=True)
    product = models.CharField(max_length=120)
    result = models.CharField(max_length=8, choices=Result.choices)
    age_asked = models.BooleanField("age was asked", default=False)
    id_asked = models.BooleanField("proof of age was asked for", default=False)
    poster = models.BooleanField("Challenge 25 poster to be seen", default=False)
    signed = models.BooleanField("shop had signed the Responsible Retailer Agreement", default=False)
    advised_before = models.DateField("date of advice before the test", null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("date of the outcome", null=True, blank=True)

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
        )


def name_of(entry: Entry) -> str:
    return f"{entry.details.get_result_display()}: {entry.place or 'test purchase'}, {entry.on:%-d %B %Y}"


def due(entry: Entry) -> date | None:
    """A sale is followed up within four weeks, until it has an outcome."""
    found = entry.details
    return entry.on + FOLLOW_UP if found.result == "sold" and not found.outcome else None


def stands(entry: Entry, on: date) -> Stands | None:
    found = entry.details
    if found.result == "refused":
        return Stands(Standing.GREEN, "Refused")
    if found.outcome:
        return Stands(Standing.GREY, f"Sold; followed up: {found.get_outcome_display().lower()}")
    late = entry.due is not None and entry.due < on
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
        Part(title="The test", columns=("on", "agency", "about", "place", "ward", "kind", "age", "product")),
        Part(title="What happened", columns=("result", "age_asked", "id_asked", "poster", "signed", "advised_before")),
        Part(title="What followed", columns=("outcome", "outcome_on", "notes")),
    ),
    listed=("on", "place", "kind", "result", "outcome"),
    quick=("on", "place", "kind", "product", "result"),
    filters=("kind", "result", "agency", "ward"),
    labels={"about": "shop", "place": "shop or street"},
    helps={"place": "The name of the shop, never of a person."},
    required=("on", "place", "kind", "product", "result"),
    name_of=name_of,
    due=due,
    stands=stands,
    counts=(
        Counted(key="under_age", title="Under-age test purchases", where=Q(testpurchase__kind="under_age")),
        Counted(key="under_age_sold", title="Under-age tests that sold", where=Q(testpurchase__kind="under_age", testpurchase__result="sold")),  # noqa: E501
        Counted(key="challenge_25", title="Challenge 25 test purchases", where=Q(testpurchase__kind="challenge_25")),
    ),
    subject="retailers",
    note="The two kinds of test ask different questions: their failure rates are never added together.",
)
