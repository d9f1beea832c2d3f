"""Meetings of the partnership, and whether each of the four standing items was minuted."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.rules import READ_REVIEWED
from commonground.plan.terms import StandingItem


class OfMeetings(models.QuerySet):  # type: ignore[type-arg]
    def seen_by(self, actor: Actor) -> "OfMeetings":
        """The own table’s, for all who read its reviews."""
        return self.filter(partnership=actor.partnership) if READ_REVIEWED.allows(actor) else self.none()


@remembered()
class Meeting(models.Model):
    """One meeting of the partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    held_on = models.DateField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="meetings_recorded")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfMeetings), partnership="partnership")

    class Meta:
        ordering = ("-held_on",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="meeting_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "held_on"), name="one_meeting_a_day"),
        )

    def __str__(self) -> str:
        return f"Meeting of {self.held_on:%-d %B %Y}"


@remembered()
class MinutedItem(models.Model):
    """Whether a meeting minuted a standing item. Habitual knife carriers are a number here, and never anything else."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="minuted_items")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=32, choices=StandingItem.choices)
    minuted = models.BooleanField(default=False)
    minute = models.CharField(max_length=20, blank=True, help_text="The number of the minute.")
    count = models.PositiveIntegerField(null=True, blank=True, help_text="How many habitual knife carriers.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfMeetings), partnership="partnership")

    class Meta:
        ordering = ("meeting", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "item"), name="one_row_of_a_standing_item"),
            models.CheckConstraint(
                condition=Q(count=None) | Q(item="habitual_knife_carriers"), name="only_carriers_are_counted"
            ),
            models.CheckConstraint(
                condition=Q(minute="") | Q(minute__regex=r"^[0-9]+([./-][0-9]+)*[a-z]?$"), name="a_minute_is_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {'minuted' if self.minuted else 'not minuted'}"
