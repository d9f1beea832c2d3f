"""Surrender bins: when each was emptied, what was in it, whether it works, and when it is emptied next."""

from datetime import date

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.surrender_bins import figures
from commonground.registers.models.entry import Entry
from commonground.registers.models.finds import FINDS, Finds, told
from commonground.registers.models.finds import wrong as wrong_finds
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing


@remembered()
class BinEmptying(Finds):
    """One emptying. What somebody puts into a bin is given up without a name, and none is asked here."""

    next_due = models.DateField("next emptying due", null=True, blank=True)
    broken = models.BooleanField("bin is not working", default=False)
    fault = models.CharField("what is wrong with the bin", max_length=400, blank=True)
    disposal = models.CharField("disposal reference", max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(broken=True) | Q(next_due__isnull=False), name="bin_that_works_has_a_next_emptying"
            ),
            models.CheckConstraint(
                condition=Q(broken=False) | ~Q(fault=""), name="bin_that_does_not_work_has_its_fault_written"
            ),
        )


def due(entry: Entry) -> date | None:
    next_due: date | None = entry.details.next_due
    return next_due


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if found.next_due is not None and entry.due is None:
        return Stands(Standing.GREY, f"Emptied again since; {told(entry)}")
    if found.broken:
        return Stands(Standing.RED, "Not working")
    if entry.is_late(on):
        return Stands(Standing.RED, "Emptying overdue")
    return Stands(Standing.GREEN, f"Working; {told(entry)}")


def wrong(entry: Entry) -> str:
    next_due = entry.details.next_due
    if next_due is not None and next_due <= entry.on:
        return "Next emptying due: choose a day after this emptying."
    return wrong_finds(entry)


REGISTER = Register(
    key="surrender_bins",
    title="Surrender bins",
    noun="emptying",
    nouns="emptyings",
    about="Weapon surrender bins: each emptying, what was in the bin, whether it works, and when it is due again.",
    group=Group.SUPPLY,
    order=44,
    model=BinEmptying,
    parts=(
        Part(title="The bin", columns=("place", "ward", "longitude", "latitude", "agency")),
        Part(title="The emptying", columns=("on", "nil", *FINDS, "disposal")),
        Part(title="What is next", columns=("next_due", "broken", "fault", "notes")),
    ),
    listed=("place", "on", "knives", "large_blades", "other_weapons"),
    quick=("place", "on", "nil", "knives", "large_blades", "other_weapons", "next_due"),
    filters=("broken", "ward", "agency"),
    labels={"place": "bin", "on": "date it was emptied", "nil": "the bin was empty"},
    helps={
        "place": "The same name each time, such as “Bin at Example Street library”: its last emptying counts.",
        "next_due": "A full bin takes nothing more. Leave empty only for a bin that is not working.",
    },
    required=("place", "on"),
    asks={
        "bin_that_works_has_a_next_emptying": (
            "next_due", "enter the day; or say in the full form that the bin is not working",
        ),
        "bin_that_does_not_work_has_its_fault_written": ("fault", "write what is wrong with the bin"),
    },
    name_of=lambda entry: f"{entry.place}, {entry.on:%-d %B %Y}: {told(entry)}",
    due=due,
    due_is="Next emptying due",
    stands=stands,
    wrong=wrong,
    renewed_by=("place",),
    counts=(
        *(Counted(key=one, title=f"Given up in bins: {BinEmptying._meta.get_field(one).verbose_name}", of=one)
          for one in FINDS),
        Counted(key="nil", title="Emptyings of an empty bin", where=Q(nil=True)),
    ),
    figures=figures,
    nil="The bin was empty.",
    note="Bins take weapons without a question. A count of what is in them is not a count of people who carry.",
    photographed=True,
)  # fmt: skip
