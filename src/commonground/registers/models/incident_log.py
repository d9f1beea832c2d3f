"""What is kept beside the steps of a response: meetings, messages, referrals, notices, learning, corrections."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models import Action
from commonground.registers.incidents.terms import Alerted, Audience, Channel, MessagePhase, MessageState, Service
from commonground.registers.models.incident import Incident, OfIncidents, ResponseStep, of_incidents
from commonground.registers.models.incident_freezing import (
    followed_after_closing,
    frozen_with_its_incident,
    kept_as_written,
)
from commonground.registers.rules import READ_NOTICES

PROTECT = models.PROTECT
REFERENCE = r"^[A-Za-z]{0,6}[-/ ]?[0-9][0-9A-Za-z/.-]{0,30}$"
"""What a reference may look like: figures, with a few letters around them, so that no name passes for one."""


@remembered()
class IncidentMeeting(models.Model):
    """A meeting of key partners. What it decided are steps with an owner and a moment."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="meetings")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    title = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    present = ArrayField(models.CharField(max_length=200), help_text="The agencies that were there, as then called.")
    decisions = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")

    objects = of_incidents()

    class Meta:
        ordering = ("held_at", "id")
        constraints = (models.UniqueConstraint(fields=("id", "partnership"), name="incident_meeting_with_partnership"),)
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return self.title


@remembered()
class IncidentMessage(models.Model):
    """Who is told what, when, by which way, approved by whom."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="messages")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    phase = models.CharField(max_length=10, choices=MessagePhase.choices)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField("what is said")
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.DRAFTED)
    why_held = models.CharField(max_length=400, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = of_incidents()

    class Meta:
        ordering = ("written_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "sent")) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="a_message_is_approved_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="somebody_else_approves_a_message",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_message_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(why_held=""), name="a_message_is_held_with_a_reason"
            ),
        )
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return f"{self.get_phase_display()} to: {self.get_audience_display()}"


@remembered()
class IncidentReferral(models.Model):
    """That a referral was made, and its reference at the service; never who."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="referrals")
    service = models.CharField(max_length=16, choices=Service.choices)
    reference = models.CharField(max_length=40)
    made_on = models.DateField()
    agency = models.ForeignKey(Agency, on_delete=PROTECT, related_name="+", help_text="Which agency made it.")
    recorded_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = of_incidents()

    class Meta:
        ordering = ("made_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("incident", "service", "reference"), name="a_referral_is_kept_once"),
            models.CheckConstraint(condition=Q(reference__regex=REFERENCE), name="a_reference_is_figures_and_no_name"),
        )
        triggers = (frozen_with_its_incident(),)

    def __str__(self) -> str:
        return f"{self.get_service_display()}, {self.reference}"


@remembered()
class IncidentNotice(models.Model):
    """What another partnership was told: by reference, in words that stay as they were sent."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="notices")
    to = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    to_name = models.CharField(max_length=200)
    text = models.CharField(max_length=600)
    sent_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    objects = of_incidents()

    class Meta:
        ordering = ("sent_at", "id")
        triggers = (frozen_with_its_incident(), kept_as_written())

    def __str__(self) -> str:
        return f"Notice to {self.to_name}"


class Notices(models.QuerySet["ReceivedNotice"]):
    def seen_by(self, actor: Actor) -> "Notices":
        """Those that the own table was sent, for those who see to them."""
        return self.filter(partnership=actor.partnership) if READ_NOTICES.allows(actor) else self.none()


@remembered()
class ReceivedNotice(models.Model):
    """What this partnership was told of another’s incident: a copy of its own, and no way to the incident."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="notices_received")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    sender = models.CharField(max_length=200)
    reference = models.CharField(max_length=20)
    text = models.CharField(max_length=600)
    sent_at = models.DateTimeField()

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Notices), partnership="partnership")

    class Meta:
        ordering = ("-sent_at", "-id")
        triggers = (kept_as_written(),)

    def __str__(self) -> str:
        return f"{self.reference} of {self.sender}"


class LearningPoints(OfIncidents):
    def open(self) -> "LearningPoints":
        return self.filter(closed_on=None)

    def owned_by(self, seat: Membership) -> "LearningPoints":
        """Open ones that the person in the seat sees to."""
        return self.open().filter(owner=seat)


@remembered()
class LearningPoint(models.Model):
    """What should be different next time, who sees to it by when, and what changed. It is followed after closing."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="learning")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    text = models.CharField(max_length=400)
    owner = models.ForeignKey(Membership, on_delete=PROTECT, related_name="learning_points")
    due = models.DateField()
    action = models.ForeignKey(Action, on_delete=PROTECT, null=True, blank=True, related_name="learning_points")
    added_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    added_at = models.DateTimeField()
    changed = models.CharField("what changed", max_length=400, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(Membership, on_delete=PROTECT, null=True, blank=True, related_name="+")

    objects = of_incidents(LearningPoints)

    class Meta:
        ordering = ("due", "id")
        verbose_name = "learning point"
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(changed=""), name="a_learning_point_is_closed_by_what_changed"
            ),
        )
        triggers = (followed_after_closing(),)

    def __str__(self) -> str:
        return self.text


@remembered()
class IncidentCorrection(models.Model):
    """What was wrong in a closed incident, and what is right. It stands beside; the incident is as it was."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="corrections")
    text = models.TextField()
    written_by = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = of_incidents()

    class Meta:
        ordering = ("written_at", "id")
        triggers = (kept_as_written(),)

    def __str__(self) -> str:
        return f"Correction of {self.incident}"


class IncidentAlert(models.Model):
    """That a person was written to: once for each reason. The mail held a reference and a link."""

    partnership = models.ForeignKey(Partnership, on_delete=PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=PROTECT, related_name="alerts")
    to = models.ForeignKey(Membership, on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Alerted.choices)
    step = models.ForeignKey(ResponseStep, on_delete=PROTECT, null=True, blank=True, related_name="+")
    due = models.DateTimeField(null=True, blank=True, help_text="The moment that passed: moved on, it may pass again.")
    sent_at = models.DateTimeField()

    objects = of_incidents()

    class Meta:
        ordering = ("sent_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "to", "kind", "step", "due"), nulls_distinct=False, name="one_alert_of_a_kind"
            ),
        )
        triggers = (kept_as_written(),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sent_at:%-d %B %Y}"
