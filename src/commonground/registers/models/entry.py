"""The spine of every entry: what is the same in all registers, so that they are listed, mapped and counted as one."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.drawn import is_area


def open_on(day: date) -> Q:
    """Entries of a register of lasting things that had begun by a day and had not ended."""
    return Q(on__lte=day) & (Q(until=None) | Q(until__gt=day))


class Entries(models.QuerySet["Entry"]):
    def seen_by(self, actor: Actor) -> "Entries":
        """The own table’s, of the registers that the actor may read."""
        from commonground.registers.register import registers

        readable = [one.key for one in registers().values() if one.reads(actor)]
        return self.filter(partnership=actor.partnership, register__in=readable) if readable else self.none()

    def counted_for(self, actor: Actor) -> "Entries":
        """The own table’s, to be counted and not shown: for whoever may read how many there are, and no more."""
        from commonground.registers.rules import READ_COUNTS

        return self.kept().filter(partnership=actor.partnership) if READ_COUNTS.allows(actor) else self.none()

    def owned_by(self, seat: Membership) -> "Entries":
        """Entries with something still due that the person in the seat added: somebody else has to see to it."""
        return self.kept().filter(added_by=seat, due__isnull=False)

    def kept(self) -> "Entries":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on=None)

    def during(self, start: date, end: date) -> "Entries":
        """Those whose day, or any of whose days, is between these two, both included."""
        return self.filter(Q(on__lte=end) & (Q(until__gte=start) | Q(until=None, on__gte=start)))

    def due_by(self, day: date) -> "Entries":
        """Those whose due or lapse day is this one or earlier."""
        return self.kept().filter(due__lte=day)


@remembered()
class Entry(models.Model):
    """One row of a register. Its own columns are in the model of the register’s file, one to one."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="entries")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    register = models.CharField(max_length=40, help_text="The key of the register.")
    on = models.DateField("date")
    until = models.DateField("last day", null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="entries", null=True, blank=True)
    about = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="entries", null=True, blank=True,
        help_text="The entry that this one belongs to: the shop of a test purchase.",
    )  # fmt: skip
    place = models.CharField(max_length=200, blank=True, help_text="In words, never the address of a home.")
    ward = models.CharField(max_length=9, blank=True)
    lsoa = models.CharField("neighbourhood (LSOA)", max_length=9, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    drawn = models.JSONField(
        "drawn area", null=True, blank=True, help_text="A polygon as GeoJSON.", validators=[is_area]
    )
    nil = models.BooleanField("nothing found", default=False)
    due = models.DateField(null=True, blank=True, help_text="When something is due, or lapses.")
    notes = models.TextField(blank=True, help_text="Nobody’s name.")
    brought = models.CharField(
        max_length=64, null=True, blank=True, help_text="What it was called in the file that it came from."
    )
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entries_added")
    added_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="entries_edited"
    )
    edited_at = models.DateTimeField(auto_now=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Entries), partnership="partnership")

    class Meta:
        ordering = ("-on", "-id")
        verbose_name_plural = "entries"
        indexes = (
            models.Index(fields=("partnership", "register", "-on", "-id"), name="entries_of_a_register"),
            models.Index(fields=("partnership", "register", "place", "id"), name="entries_by_place"),
            models.Index(
                fields=("partnership", "register", "due", "id"), include=("withdrawn_on",),
                name="entries_of_a_register_due",
            ),
            models.Index(fields=("partnership", "due"), condition=Q(withdrawn_on=None), name="entries_due"),
            models.Index(fields=("partnership", "ward"), name="entries_of_a_ward"),
            models.Index(fields=("partnership", "-added_at"), name="entries_by_when_added"),
        )
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="entry_with_partnership"),
            models.UniqueConstraint(fields=("partnership", "register", "brought"), name="entry_is_brought_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="entry_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None) | Q(longitude__range=(-9, 3), latitude__range=(49, 61)),
                name="entry_point_is_in_the_country",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_why=""), name="entry_is_withdrawn_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        from commonground.registers.register import registers

        return registers()[self.register].name_of(self)

    def has_ended(self, on: date) -> bool:
        """Whether a lasting thing was over by a day: the shop has closed."""
        return self.until is not None and self.until <= on

    def is_late(self, on: date) -> bool:
        """Whether what is due was not done by the day before."""
        return self.due is not None and self.due < on

    @property
    def details(self) -> Any:
        """Its own columns."""
        from commonground.registers.register import registers

        return getattr(self, registers()[self.register].model.related())
