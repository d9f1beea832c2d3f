"""The columns of one register, beside the spine of its entries."""

from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.rule import Actor
from commonground.registers.models.entry import Entry


class OfEntries(models.QuerySet):  # type: ignore[type-arg]
    def seen_by(self, actor: Actor) -> "OfEntries":
        """Those whose entries the actor sees."""
        return self.filter(entry__in=Entry.objects.seen_by(actor))


class Details(models.Model):
    """What a register’s file extends: typed columns and constraints of its own.

    It has no relation but to its entry: agencies, and the entry that this one is about, stand on the spine, where the
    database holds them to the partnership once for all registers.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="%(class)s")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfEntries), partnership="entry__partnership")

    class Meta:
        abstract = True

    @classmethod
    def related(cls) -> str:
        """What an entry calls it."""
        return cls.__name__.lower()

    def __str__(self) -> str:
        return str(self.entry)
