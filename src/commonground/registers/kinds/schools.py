"""Schools and colleges: what their safeguarding plan and policies say of knife crime, and when they were reviewed."""

from datetime import date, timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.schools import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry, open_on
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Phase, Standing, YesNo

YEAR = timedelta(days=365)


@remembered()
class School(Details):
    """One establishment. What nobody asked is left empty, and counts as not known."""

    phase = models.CharField(max_length=12, choices=Phase.choices)
    urn = models.CharField(
        "unique reference number", max_length=6, blank=True,
        validators=[RegexValidator(r"^\d{6}$", "it has six digits.")],
    )  # fmt: skip
    pupils = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    in_plan = models.CharField(
        "safeguarding plan includes knife crime and youth violence", max_length=3, choices=YesNo.choices, blank=True
    )
    weapons_policy = models.CharField("has a weapons policy", max_length=3, choices=YesNo.choices, blank=True)
    screening_policy = models.CharField(
        "behaviour policy provides for screening", max_length=3, choices=YesNo.choices, blank=True
    )
    lead_trained = models.CharField(
        "safeguarding lead trained on exploitation", max_length=3, choices=YesNo.choices, blank=True
    )
    officer = models.CharField("has a safer schools officer", max_length=3, choices=YesNo.choices, blank=True)
    reviewed_on = models.DateField("date of the last review", null=True, blank=True)
    review_due = models.DateField("date of the next review, if not a year later", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(review_due=None) | Q(reviewed_on=None) | Q(review_due__gt=F("reviewed_on")),
                name="next_review_of_a_school_is_after_the_last",
            ),
        )


def due(entry: Entry) -> date | None:
    school = entry.details
    if entry.until is not None:
        return None
    owed: date | None = school.review_due
    return owed or (school.reviewed_on + YEAR if school.reviewed_on is not None else None)


def programmes(entry: Entry, on: date) -> int:
    """How many programmes it had in the year before."""
    had = [one for one in entry.entries.all() if one.register == "school_programmes" and one.withdrawn_on is None]
    return sum(on - YEAR <= (one.until or one.on) and one.on <= on for one in had)


def stands(entry: Entry, on: date) -> Stands:
    school = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Closed")
    if entry.is_late(on):
        return Stands(Standing.RED, "Review overdue")
    if school.in_plan != YesNo.YES:
        said = "Plan does not include knife crime" if school.in_plan else "Not known whether the plan includes it"
        return Stands(Standing.AMBER, said)
    if school.weapons_policy != YesNo.YES:
        return Stands(Standing.AMBER, "No weapons policy" if school.weapons_policy else "Weapons policy not known")
    if not programmes(entry, on):
        return Stands(Standing.AMBER, "No programme in the last 12 months")
    return Stands(Standing.GREEN, "Plan, policy and programme")


REGISTER = Register(
    key="schools",
    title="Schools and colleges",
    noun="school",
    nouns="schools",
    about="Each school and college: whether its safeguarding plan includes knife crime and youth violence.",
    group=Group.YOUNG,
    order=200,
    model=School,
    parts=(
        Part(
            title="The school",
            columns=("place", "phase", "urn", "ward", "longitude", "latitude", "pupils", "on", "until", "agency"),
        ),
        Part(
            title="Plans and policies",
            columns=("in_plan", "weapons_policy", "screening_policy", "lead_trained", "officer"),
            help="Leave empty what nobody has asked yet.",
        ),
        Part(title="Review", columns=("reviewed_on", "review_due", "notes")),
    ),
    listed=("place", "phase", "in_plan", "weapons_policy", "reviewed_on"),
    quick=("place", "phase", "in_plan", "weapons_policy", "reviewed_on"),
    filters=("phase", "in_plan", "weapons_policy", "ward"),
    labels={
        "place": "school", "on": "date it was listed", "until": "date it closed",
        "agency": "who keeps in touch with it",
    },
    helps={
        "place": "The name of the school.",
        "urn": "Six digits, from Get Information about Schools.",
        "pupils": "From the January census.",
        "notes": "Nobody’s name: no pupil, no parent, no member of staff.",
    },
    required=("on", "place", "phase"),
    name_of=lambda entry: entry.place,
    due=due,
    due_is="Review due",
    stands=stands,
    counts=(
        Counted(key="in_plan", title="Schools whose plan includes knife crime",
                standing=lambda day: Q(school__in_plan="yes") & open_on(day)),
        Counted(key="policy", title="Schools with a weapons policy",
                standing=lambda day: Q(school__weapons_policy="yes") & open_on(day)),
        Counted(key="reviewed", title="Schools reviewed", day="reviewed_on"),
    ),
    figures=figures,
    lasting=True,
    note="Never a list of pupils.",
)  # fmt: skip
