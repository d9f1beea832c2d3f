"""The access log: one row for each look and each act, never changed, sealed in a chain of hashes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q

from commonground.partnership.models.people import User
from commonground.partnership.models.place import Partnership
from commonground.partnership.rule import Actor


class ClockTimestamp(models.Func):
    """The database’s clock at this very moment; ``now()`` would be when the transaction began."""

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = models.DateTimeField()
    allowed_default = True


class AccessEvents(models.QuerySet["AccessEvent"]):
    def seen_by(self, actor: Actor) -> "AccessEvents":
        """The rows of the actor's own partnership; of acts outside any partnership, none."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()

    def looks_of(self, user: User) -> "AccessEvents":
        """What one person did, at every table."""
        return self.filter(user_id_then=user.pk)

    def about(self, record: str) -> "AccessEvents":
        """The rows of a record, named as the log names it: those that act on it and those that concern it."""
        return self.filter(Q(record=record) | Q(concerns__contains=[record]))

    def unsealed(self) -> "AccessEvents":
        return self.filter(sealed__isnull=True)


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
    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, related_name="access_events")
    user_id_then = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=254)
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
        indexes = (
            models.Index(fields=("partnership", "-id")),
            models.Index(fields=("user_id_then", "-id")),
            models.Index(fields=("record", "-id")),
            GinIndex(fields=("concerns",), name="access_event_concerns"),
            BrinIndex(fields=("at",), name="access_event_at", pages_per_range=16),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind__in=("collection", "alteration", "consultation", "disclosure", "combination", "erasure")
                ),
                name="one_of_six_kinds",
            ),
            models.CheckConstraint(
                condition=(Q(kind="disclosure") & ~Q(recipient="")) | (~Q(kind="disclosure") & Q(recipient="")),
                name="disclosure_has_a_recipient",
            ),
            models.CheckConstraint(condition=Q(concerns__len__gte=1), name="concerns_someone_or_something"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.record} by {self.user_name}"


class Seal(models.Model):
    """A link of the chain: a hash over the link before and the rows that it seals."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(editable=False)
    form = models.PositiveSmallIntegerField(help_text="How its rows were written out before they were hashed.")
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="A hash over the hashes of its rows.")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"seal {self.number} of {self.rows} rows"


class SealedEvent(models.Model):
    """Which seal holds which row: by name, since a slow transaction may commit an earlier number later."""

    event = models.OneToOneField(AccessEvent, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"event {self.event_id} in seal {self.seal_id}"


class LetGo(models.Model):
    """A seal whose rows are past the period for which the log is kept. The seal itself stays, and the chain holds."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, primary_key=True, related_name="let_go")
    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    rows = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.rows} rows of {self.seal} let go"
