"""The access log: one row for each look and each act, never changed, sealed in a chain of hashes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from commonground.partnership.models.place import Partnership
from commonground.partnership.rule import Actor


class AccessEvents(models.QuerySet["AccessEvent"]):
    def seen_by(self, actor: Actor) -> "AccessEvents":
        """The rows of the actor's own partnership; of acts outside any partnership, none."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()


class AccessEvent(models.Model):
    """Who did what, when, to which record, concerning whom, for whom and why."""

    class Kind(models.TextChoices):
        COLLECTION = "collection", "Collection"
        ALTERATION = "alteration", "Alteration"
        CONSULTATION = "consultation", "Consultation"
        DISCLOSURE = "disclosure", "Disclosure"
        COMBINATION = "combination", "Combination"
        ERASURE = "erasure", "Erasure"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    refused = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, related_name="access_events")
    user_id_then = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    record = models.CharField(max_length=200)
    concerns = ArrayField(models.CharField(max_length=120))
    recipient = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=400, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.UUIDField()
    session = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = AccessEvents.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("partnership", "-id")),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind="disclosure") & ~Q(recipient="")) | (~Q(kind="disclosure") & Q(recipient="")),
                name="disclosure_has_a_recipient",
            ),
            models.CheckConstraint(condition=Q(concerns__len__gte=1), name="concerns_someone_or_something"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.record} by {self.user_name}"


class Seal(models.Model):
    """A link of the chain: a hash over the one before and the rows it seals."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"seal {self.pk} of {self.rows} rows"


class SealedEvent(models.Model):
    """Which seal holds which row: by name, since a slow transaction may commit an earlier number later."""

    event = models.OneToOneField(AccessEvent, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")

    def __str__(self) -> str:
        return f"event {self.event_id} in seal {self.seal_id}"
