"""What is found of weapons, counted by type: the same in sweeps, surrender bins and screening, so that they add up."""

from django.db import models

from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry

FINDS = ("knives", "large_blades", "firearms", "corrosives", "other_weapons")


class Finds(Details):
    """Counts by type. None of any is a result too, and is said by the box of the spine."""

    knives = models.PositiveSmallIntegerField("knives", default=0)
    large_blades = models.PositiveSmallIntegerField("machetes, swords and other large blades", default=0)
    firearms = models.PositiveSmallIntegerField("firearms, parts and ammunition", default=0)
    corrosives = models.PositiveSmallIntegerField("corrosive substances", default=0)
    other_weapons = models.PositiveSmallIntegerField("other weapons", default=0)

    class Meta:
        abstract = True

    @property
    def found(self) -> int:
        """All of them together."""
        return sum(getattr(self, name) for name in FINDS)


def wrong(entry: Entry) -> str:
    """A nil result has no find, and what is no nil result has one."""
    found = entry.details.found
    if entry.nil and found:
        return f"Finds: “nothing found” is ticked, and {found} {'is' if found == 1 else 'are'} counted; correct one."
    if not entry.nil and not found:
        return "Finds: enter how many of each type, or tick “nothing found”, for a nil result is a result."
    return ""


def told(entry: Entry) -> str:
    """The finds in a few words."""
    found = entry.details.found
    return f"{found} weapon{'s' if found != 1 else ''} found" if found else "nothing found"
