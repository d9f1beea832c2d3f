"""A serious incident, the agencies that are told of it, and the steps of the response with their clocks."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.incidents.clocks import Clock, Known, Pause
from commonground.registers.incidents.templates.written import PHASES, SORTS, Template, read
from commonground.registers.incidents.terms import Gold, IncidentState, StepState
from commonground.registers.models.incident_freezing import (
    INCIDENT,
    frozen_with_its_incident,
    kept_as_written,
)
from commonground.registers.rules import READ_ANY_INCIDENT, READ_INCIDENTS

PROTECT = models.PROTECT


class Checklists(models.QuerySet["Checklist"]):
    def seen_by(self, actor: Actor) -> "Checklists":
        """The own table’s, for all who may take part in a response."""
        return self.filter(partnership=actor.partnership) if READ_INCIDENTS.allows(actor) else self.none()


@remembered()
class Checklist(models.Model):
    """A partnership’s own version of the checklist. It never changes: a change is the next version."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="checklists")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    why = models.CharField(max_length=400, help_text="What changed, and why.")
    made_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Checklists), partnership="partnership")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="checklist_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "number"), name="one_checklist_of_a_number"),
            models.CheckConstraint(condition=~Q(why=""), name="a_new_checklist_says_why"),
        )
        triggers = (kept_as_written(),)

    def __str__(self) -> str:
        return f"Own checklist, version {self.number}"

    @property
    def template(self) -> Template:
        return read(self.content)


class Incidents(models.QuerySet["Incident"]):
    def seen_by(self, actor: Actor) -> "Incidents":
        """Those that their role lets them see; else those that they lead, or that their agency is told of."""
        if not READ_INCIDENTS.allows(actor) or actor.membership is None:
            return self.none()
        own = self.filter(partnership=actor.partnership)
        if READ_ANY_INCIDENT.allows(actor):
            return own
        told = Involved.objects.filter(agency=actor.membership.agency_id, until=None).values("incident")
        return own.filter(Q(lead=actor.membership) | Q(pk__in=told))

    def owned_by(self, seat: Membership) -> "Incidents":
        """Open ones that the person in the seat leads."""
        return self.running().filter(lead=seat)

    def running(self) -> "Incidents":
        return self.filter(state=IncidentState.OPEN)

    def closed(self) -> "Incidents":
        return self.filter(state=IncidentState.CLOSED)


@remembered()
class Incident(models.Model):
    """One serious incident and the response to it. It names nobody, and no home."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="incidents")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="1 for the first of the year, and so on.")
    state = models.CharField(max_length=6, choices=IncidentState.choices, default=IncidentState.OPEN)
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField(help_text="When the partnership was told: the clocks run from here.")
    told_by = models.ForeignKey(Agency, on_delete=PROTECT, related_name="incidents_told")
    kind = models.CharField(max_length=40)
    kind_title = models.CharField(max_length=120)
    ward = models.CharField(max_length=9, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="In words, never a home.")
    known = models.CharField("what is known", max_length=300, help_text="Two lines, nobody’s name.")
    lead = models.ForeignKey(Membership, on_delete=PROTECT, related_name="incidents_led")
    speaks = models.ForeignKey(
        Agency, on_delete=PROTECT, null=True, blank=True, related_name="incidents_spoken_for",
        help_text="The one agency that leads communications.",
    )  # fmt: skip
    gold = models.CharField("gold decision", max_length=10, choices=Gold.choices, default=Gold.NEEDED)
    gold_note = models.CharField("what gold decided", max_length=400, blank=True)
    trial_on = models.DateField("first day of the trial", null=True, blank=True)
    review_on = models.DateField("publication of the review", null=True, blank=True)
    checklist = models.ForeignKey(Checklist, on_delete=PROTECT, null=True, blank=True, related_name="incidents")
    checklist_title = models.CharField(max_length=240)
    started_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="incidents_started")
    started_at = models.DateTimeField()
    closed_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.TextField("what the response came to", blank=True)
    report = models.TextField(blank=True, help_text="The after-action report as it was frozen.")
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Incidents), partnership="partnership")

    class Meta:
        ordering = ("-told_at", "-id")
        verbose_name = "response to an incident"
        verbose_name_plural = "responses to incidents"
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="incident_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "year", "number"), name="one_incident_of_a_number"),
            models.CheckConstraint(condition=Q(told_at__gte=F("happened_at")), name="told_after_it_happened"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, report="")
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(report=""),
                name="closed_with_its_report",
            ),
            models.CheckConstraint(condition=~Q(ward="") | ~Q(place=""), name="an_incident_has_a_ward_or_a_place"),
        )
        triggers = (
            pgtrigger.FSM(name="incident_states", field="state", transitions=[("open", "closed")]),
            INCIDENT.itself("closed_incidents_never_change"),
            INCIDENT.never_emptied(),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people call it: it tells nothing."""
        return f"I-{self.year}-{self.number:03d}"

    @property
    def is_open(self) -> bool:
        return self.state == IncidentState.OPEN

    @property
    def facts(self) -> Known:
        """What its clocks count from."""
        return Known(self.told_at, self.happened_at, self.trial_on, self.review_on)


class OfIncidents(models.QuerySet):  # type: ignore[type-arg]
    def seen_by(self, actor: Actor) -> "OfIncidents":
        """Those of the incidents that the actor sees."""
        return self.filter(incident__in=Incidents(Incident).seen_by(actor))


def of_incidents(kind: type[OfIncidents] = OfIncidents) -> ScopedManager:
    """The manager of what belongs to an incident."""
    return ScopedManager(_manager_class=models.Manager.from_queryset(kind), partnership="partnership")


@remembered()
class Involved(models.Model):
    """An agency that is told: its people read the incident until its part ends."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="involved")
    agency = models.ForeignKey(Agency, on_delete=PROTECT, related_name="+")
    since = models.DateTimeField()
    told_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    objects = of_incidents()

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "agency"), condition=Q(until=None), name="an_agency_is_told_once"
            ),
        )
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return f"{self.agency} in {self.incident}"


class Steps(OfIncidents):
    def open(self) -> "Steps":
        return self.filter(state=StepState.OPEN)

    def owned_by(self, seat: Membership) -> "Steps":
        """Open ones that the person in the seat sees to."""
        return self.open().filter(owner=seat)


@remembered()
class ResponseStep(models.Model):
    """One step of a response: from the checklist, from a meeting, or added."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="steps")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    meeting = models.ForeignKey("IncidentMeeting", on_delete=PROTECT, null=True, blank=True, related_name="decided")
    place = models.PositiveSmallIntegerField(help_text="Where it stands in the list.")
    key = models.CharField(max_length=40, blank=True)
    part = models.CharField(max_length=120, blank=True)
    phase = models.CharField(max_length=12, choices=[*PHASES.items()])
    sort = models.CharField(max_length=16, choices=[*SORTS.items()])
    title = models.CharField(max_length=200)
    usual = models.CharField("who usually owns it", max_length=120, blank=True)
    why = models.CharField(max_length=400, blank=True)
    since = models.CharField(max_length=12, blank=True, help_text="What its clock counts from.")
    hours = models.SmallIntegerField(default=0)
    days = models.SmallIntegerField(default=0)
    every = models.SmallIntegerField(default=0)
    turn = models.PositiveSmallIntegerField(default=1)
    moved_to = models.DateTimeField("due instead", null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_why = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="response_steps")
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")
    result = models.TextField(blank=True)
    people = models.PositiveSmallIntegerField("how many people", null=True, blank=True)

    objects = of_incidents(Steps)

    class Meta:
        ordering = ("place", "id")
        verbose_name = "step of a response"
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="step_with_partnership"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
                name="a_settled_step_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(state="open") | ~Q(result=""), name="a_settled_step_says_what_or_why"),
            models.CheckConstraint(
                condition=Q(moved_to=None, moved_at=None) | Q(moved_at__isnull=False) & ~Q(moved_why=""),
                name="a_moved_step_says_why",
            ),
        )
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> Clock:
        return Clock(self.since, self.hours, self.days, self.every, self.turn)


@remembered()
class ClockPause(models.Model):
    """Time in which the clocks of an incident, or of one step, stood still, and why."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="pauses")
    step = models.ForeignKey(ResponseStep, on_delete=PROTECT, null=True, blank=True, related_name="pauses")
    why = models.CharField(max_length=400)
    since = models.DateTimeField()
    paused_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")

    objects = of_incidents()

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(why=""), name="a_pause_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until=None, resumed_by=None) | Q(until__gte=F("since"), resumed_by__isnull=False),
                name="a_pause_is_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("incident", "step"), condition=Q(until=None), nulls_distinct=False, name="paused_once"
            ),
        )
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return self.why

    @property
    def as_pause(self) -> Pause:
        return Pause(self.since, self.until)

    def ended(self, by: Membership | None, at: datetime) -> None:
        self.until, self.resumed_by = at, by
