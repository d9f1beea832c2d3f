"""Missing sources: which agency owes which data by when, what was last received, and why it is missing."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.expected_data import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing


@remembered()
class ExpectedData(Details):
    """One set of data that an agency owes."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Every week"
        MONTHLY = "monthly", "Every month"
        QUARTERLY = "quarterly", "Every quarter"
        TERMLY = "termly", "Every term"
        HALF_YEARLY = "half_yearly", "Every six months"
        YEARLY = "yearly", "Every year"
        ONCE = "once", "Once"

    class Reason(models.TextChoices):
        NO_AGREEMENT = "no_agreement", "No sharing agreement signed"
        NOT_ASKED = "not_asked", "Not asked for yet"
        NO_CAPACITY = "no_capacity", "The agency has nobody to do it"
        SYSTEM = "system", "A system changed or failed"
        QUALITY = "quality", "Sent back: it could not be used"
        REFUSED = "refused", "The agency says that it may not share it"
        NOT_COLLECTED = "not_collected", "The agency does not collect it"
        OTHER = "other", "Another reason"

    data = models.CharField("data", max_length=160)
    used_for = models.CharField("what it is used for", max_length=200, blank=True)
    frequency = models.CharField("how often", max_length=12, choices=Frequency.choices)
    next_due = models.DateField("date the next delivery is due", null=True, blank=True)
    received_on = models.DateField("date it was last received", null=True, blank=True)
    reaches = models.DateField("last day that the data cover", null=True, blank=True)
    owed = models.PositiveSmallIntegerField("deliveries owed in the last 12 months", null=True, blank=True)
    in_time = models.PositiveSmallIntegerField("of those, received in time", null=True, blank=True)
    reason = models.CharField("why it is missing", max_length=16, choices=Reason.choices, blank=True)
    chased_on = models.DateField("date the agency was last asked", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(in_time=None) | Q(owed__isnull=False, in_time__lte=F("owed")),
                name="deliveries_in_time_are_no_more_than_were_owed",
            ),
            models.CheckConstraint(
                condition=Q(reaches=None) | Q(received_on__isnull=False, reaches__lte=F("received_on")),
                name="data_cover_no_day_after_they_were_received",
            ),
        )


def due(entry: Entry) -> date | None:
    owed: date | None = entry.details.next_due
    return owed if entry.until is None else None


def stands(entry: Entry, on: date) -> Stands:
    row = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "No longer expected")
    why = f": {row.get_reason_display().lower()}" if row.reason else ""
    if row.next_due is not None and row.next_due < on:
        return Stands(Standing.RED, f"Late since {row.next_due:%-d %B %Y}{why}")
    if row.received_on is None:
        return Stands(Standing.AMBER, f"Never received{why}")
    if row.next_due is None and row.frequency != "once":
        return Stands(Standing.AMBER, "No day for the next delivery")
    return Stands(Standing.GREEN, "Received")


REGISTER = Register(
    key="expected_data",
    title="Expected and missing data",
    noun="set of data",
    nouns="sets of data",
    about="Which agency owes which data by when, when it last came, and why it is missing.",
    group=Group.DATA,
    order=500,
    model=ExpectedData,
    parts=(
        Part(title="The data", columns=("data", "agency", "used_for", "frequency", "about", "on", "until")),
        Part(title="Deliveries", columns=("next_due", "received_on", "reaches", "owed", "in_time")),
        Part(title="If it is missing", columns=("reason", "chased_on", "notes")),
    ),
    listed=("data", "agency", "frequency", "received_on", "reason"),
    quick=("data", "agency", "on", "frequency", "received_on", "next_due", "reason"),
    filters=("agency", "frequency", "reason"),
    labels={
        "agency": "agency that owes it", "about": "sharing agreement", "on": "expected since",
        "until": "no longer expected from",
    },
    helps={
        "data": "What the agency is to send: “Assaults seen in the emergency department (ISTV)”.",
        "reaches": "Data that came last week may end in spring.",
        "notes": "What was agreed, without anybody’s name.",
    },
    required=("on", "data", "frequency", "agency"),
    name_of=lambda entry: f"{entry.details.data}, {entry.agency}" if entry.agency else entry.details.data,
    due=due,
    due_is="Next delivery due",
    stands=stands,
    counts=(
        Counted(key="owed", title="Sets of data expected", standing=lambda day: Q(on__lte=day, until=None)),
        Counted(
            key="late", title="Sets of data late",
            standing=lambda day: Q(on__lte=day, until=None, expecteddata__next_due__lt=day),
        ),
        Counted(key="received", title="Sets of data received", day="received_on"),
    ),
    figures=figures,
    lasting=True,
    subject="sharing_agreements",
    note="Data that never came are no sign that nothing happened.",
)  # fmt: skip
