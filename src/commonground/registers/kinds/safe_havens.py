"""Safe havens: premises that take in a young person in danger, what they promised, and when that was last checked."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.safe_havens import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

GOOD_FOR = timedelta(days=365)
FIRST_CHECK = timedelta(days=28)
SOON = timedelta(days=60)
PROMISES = ("reports_crime", "takes_in", "keeps_in_touch", "sends_to_training", "refuses_sales")


@remembered()
class SafeHaven(Details):
    """One place. A year after the last check it lapses, unless another day is declared."""

    class Premises(models.TextChoices):
        SHOP = "shop", "Shop"
        CAFE = "cafe", "Café or restaurant"
        LIBRARY = "library", "Library"
        FAITH = "faith", "Place of worship"
        LEISURE = "leisure", "Sports or leisure centre"
        COMMUNITY = "community", "Community or youth centre"
        HEALTH = "health", "Health centre or pharmacy"
        OTHER = "other", "Other"

    premises = models.CharField("kind of premises", max_length=10, choices=Premises.choices, blank=True)
    charter_on = models.DateField("date it signed the charter", null=True, blank=True)
    reports_crime = models.BooleanField("reports all crime", default=False)
    takes_in = models.BooleanField("takes in any young person in danger", default=False)
    keeps_in_touch = models.BooleanField("keeps in touch with neighbours and police", default=False)
    sends_to_training = models.BooleanField("sends its staff to training", default=False)
    refuses_sales = models.BooleanField("refuses to sell alcohol or knives to the under-age or drunk", default=False)
    staff_trained = models.PositiveSmallIntegerField("number of staff trained", null=True, blank=True)
    trained_on = models.DateField("date of the last training", null=True, blank=True)
    checked_on = models.DateField("date of the last check", null=True, blank=True)
    lapses_on = models.DateField("date it lapses, if not a year after the check", null=True, blank=True)
    hours = models.CharField("opening hours", max_length=200, blank=True)
    late = models.BooleanField("open after 8pm on some days", default=False)
    step_free = models.BooleanField("step-free", default=False)
    public = models.BooleanField("shown on the public map", default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lapses_on=None) | Q(checked_on__isnull=False, lapses_on__gt=F("checked_on")),
                name="haven_lapses_after_its_check",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | Q(charter_on__isnull=False, takes_in=True),
                name="haven_on_the_public_map_has_signed_and_takes_in",
            ),
            models.CheckConstraint(
                condition=Q(staff_trained=None) | Q(staff_trained=0) | Q(trained_on__isnull=False),
                name="training_of_haven_staff_has_a_day",
            ),
        )


def due(entry: Entry) -> date | None:
    """The day on which it lapses; before the first check, the day by which that is due."""
    haven = entry.details
    if entry.until is not None:
        return None
    if haven.checked_on is not None:
        lapses: date = haven.lapses_on or haven.checked_on + GOOD_FOR
        return lapses
    return (haven.charter_on or entry.on) + FIRST_CHECK


def in_force(day: date) -> Q:
    """Havens that young people can rely on, on a day: signed, checked, not lapsed, not closed."""
    signed = Q(safehaven__charter_on__lte=day, safehaven__checked_on__lte=day, due__gte=day)
    return signed & Q(on__lte=day) & Q(until=None)


def stands(entry: Entry, on: date) -> Stands:
    haven, lapses = entry.details, entry.due
    if entry.has_ended(on):
        return Stands(Standing.GREY, "No longer a haven")
    if haven.charter_on is None:
        return Stands(Standing.AMBER, "Has not signed the charter")
    if haven.checked_on is None:
        late = lapses is not None and lapses < on
        return Stands(Standing.RED if late else Standing.AMBER, "Never checked")
    if lapses is not None and lapses < on:
        return Stands(Standing.RED, f"Lapsed on {lapses:%-d %B %Y}")
    if missing := [name for name in PROMISES if not getattr(haven, name)]:
        return Stands(Standing.AMBER, f"{len(PROMISES) - len(missing)} of the 5 promises seen")
    if not haven.staff_trained:
        return Stands(Standing.AMBER, "No staff trained")
    if lapses is not None and lapses - on <= SOON:
        return Stands(Standing.AMBER, f"Lapses on {lapses:%-d %B %Y}")
    return Stands(Standing.GREEN, "In force")


REGISTER = Register(
    key="safe_havens",
    title="Safe havens",
    noun="safe haven",
    nouns="safe havens",
    about="Shops, libraries and other places that take in a young person in danger, and when each was last checked.",
    group=Group.YOUNG,
    order=230,
    model=SafeHaven,
    parts=(
        Part(
            title="The place",
            columns=(
                "place", "premises", "ward", "longitude", "latitude", "on", "until", "agency", "hours", "late",
                "step_free",
            ),
        ),
        Part(
            title="The charter", columns=("charter_on", *PROMISES),
            help="The five promises of the CitySafe charter. Tick those that the last check saw kept.",
        ),
        Part(title="Training", columns=("staff_trained", "trained_on")),
        Part(title="Checks", columns=("checked_on", "lapses_on", "public", "notes")),
    ),
    listed=("place", "premises", "charter_on", "checked_on", "staff_trained", "public"),
    quick=("place", "premises", "charter_on", "checked_on", "takes_in", "hours"),
    filters=("premises", "public", "late", "ward", "agency"),
    labels={
        "place": "name and street", "on": "date it was listed", "until": "date it stopped", "agency": "who checks it",
    },
    helps={
        "place": "The business or building and its street, never the address of a home.",
        "staff_trained": "How many, not who.",
        "lapses_on": "Leave it empty and it lapses a year after the last check.",
        "public": "Only with the consent of the place. A haven that has lapsed leaves the public map by itself.",
        "hours": "As a young person would want to know them: Monday to Saturday, 8am to 9pm.",
    },
    required=("on", "place"),
    asks={
        "training_of_haven_staff_has_a_day": ("trained_on", "enter the day of the training"),
    },
    name_of=lambda entry: entry.place,
    due=due,
    due_is="Check due",
    stands=stands,
    counts=(
        Counted(key="in_force", title="Safe havens in force", standing=in_force),
        Counted(key="checked", title="Safe havens checked", day="checked_on"),
        Counted(key="joined", title="Safe havens that joined", day="charter_on"),
    ),
    figures=figures,
    lasting=True,
    note="Only havens in force, whose owners agreed to it, are on the public map.",
    photographed=True,
)  # fmt: skip
