"""Events of risk: what is planned around them, and what came of it."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.events import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

RESULT_WITHIN = timedelta(days=14)
DECIDE_BEFORE = timedelta(days=28)


@remembered()
class PublicEvent(Details):
    """One event. Its risk is of the event, never of the people who come."""

    class Risk(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class Tension(models.TextChoices):
        NOT_KNOWN = "not_known", "Not looked at yet"
        NONE = "none", "No link to a community tension"
        LINKED = "linked", "Linked to a community tension"

    class Decision(models.TextChoices):
        NO_PLAN = "no_plan", "No plan needed"
        PARTNERSHIP = "partnership", "Partnership plan"
        POLICE = "police", "Police plan"
        ADVISORY = "advisory", "Referred to the Safety Advisory Group"
        AGAINST = "against", "Refused or advised against"

    class Result(models.TextChoices):
        AS_PLANNED = "as_planned", "Went as planned"
        MINOR = "minor", "Minor problems"
        SERIOUS = "serious", "Serious problems"
        NOT_HELD = "not_held", "Did not take place"

    name = models.CharField("event", max_length=160)
    organiser = models.CharField(max_length=160, blank=True)
    begins_at = models.TimeField("begins at", null=True, blank=True)
    ends_at = models.TimeField("ends at", null=True, blank=True)
    expected = models.PositiveIntegerField("people expected", null=True, blank=True)
    risk = models.CharField("risk of the event", max_length=8, choices=Risk.choices)
    risk_why = models.CharField("reason for the risk", max_length=400, blank=True)
    intelligence = models.CharField("intelligence reference", max_length=60, blank=True)
    tension = models.CharField("community tension", max_length=12, choices=Tension.choices, blank=True)
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_on = models.DateField("date of the decision", null=True, blank=True)
    resources = models.TextField(blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    happened = models.TextField("what happened and what was learned", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(risk="low") | ~Q(risk_why=""), name="risk_of_an_event_has_its_reason"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_on__isnull=False), name="decision_on_an_event_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(result__in=("", "not_held")) | ~Q(happened=""), name="result_of_an_event_says_what_happened"
            ),
        )


def last_day(entry: Entry) -> date:
    return entry.until or entry.on


def due(entry: Entry) -> date | None:
    """The result is written within two weeks after the event."""
    return None if entry.details.result else last_day(entry) + RESULT_WITHIN


def stands(entry: Entry, on: date) -> Stands:
    event = entry.details
    if event.result:
        return Stands(Standing.GREY, event.get_result_display())
    if last_day(entry) + RESULT_WITHIN < on:
        return Stands(Standing.RED, "Over two weeks; no result")
    if last_day(entry) < on:
        return Stands(Standing.AMBER, "Over; result to be written")
    if event.decision == "against":
        return Stands(Standing.AMBER, "Refused or advised against")
    if not event.decision and (event.risk == "high" or entry.on - DECIDE_BEFORE <= on):
        return Stands(Standing.AMBER, "No decision yet")
    if event.decision in ("partnership", "police") and entry.agency_id is None:
        return Stands(Standing.AMBER, "No agency owns the plan")
    return Stands(Standing.GREEN, event.get_decision_display() or "Ahead; still to be decided")


REGISTER = Register(
    key="events",
    title="Events",
    noun="event",
    nouns="events",
    about="Events that need a plan: what was decided, which agency owns the plan, and what happened.",
    group=Group.DAILY,
    order=2,
    model=PublicEvent,
    parts=(
        Part(
            title="The event",
            columns=("name", "on", "until", "begins_at", "ends_at", "place", "ward", "longitude", "latitude",
                     "organiser", "expected"),
        ),
        Part(
            title="The risk", columns=("risk", "risk_why", "intelligence", "tension"),
            help="The risk of the event: its size, hour, place and what happened before. Never of who comes.",
        ),
        Part(title="The plan", columns=("decision", "decided_on", "agency", "resources")),
        Part(title="After the event", columns=("result", "happened", "notes")),
    ),
    listed=("on", "name", "place", "risk", "decision", "agency", "result"),
    quick=("name", "on", "place", "organiser", "expected", "risk", "risk_why"),
    filters=("risk", "decision", "result", "agency", "ward"),
    labels={"on": "first day", "agency": "agency that owns the plan"},
    helps={
        "organiser": "An organisation, never a person.",
        "risk_why": "Needed unless the risk is low. About the event, not about people: "
        "“Ends at midnight beside the station; crowded last year.”",
        "intelligence": "The reference alone, never what it says.",
        "tension": "If it is linked, link this event to the tension assessment once it is added.",
        "happened": "What worked, what did not, and what to do next time. Due two weeks after the event.",
    },
    required=("name", "on", "place", "risk"),
    asks={
        "risk_of_an_event_has_its_reason": ("risk_why", "write it, for the risk is not low"),
        "decision_on_an_event_has_its_day": ("decided_on", "enter it beside the decision"),
        "result_of_an_event_says_what_happened": ("happened", "write it beside the result"),
    },
    name_of=lambda entry: f"{entry.details.name}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Result due",
    stands=stands,
    counts=(
        Counted(key="decided", title="Events with a decision", where=~Q(publicevent__decision="")),
        Counted(key="high_risk", title="Events of high risk", where=Q(publicevent__risk="high")),
        Counted(key="results", title="Events with a written result", where=~Q(publicevent__result="")),
    ),
    figures=figures,
    calendar=True,
    of_writer=False,
)  # fmt: skip
