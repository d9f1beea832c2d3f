"""Patrols: each visit to a patrol place, as whoever made it writes it down in a minute."""

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.patrols import figures_of_patrols
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register
from commonground.registers.terms import Group


@remembered()
class Patrol(Details):
    """One visit: when, how long, by which unit, and what was done."""

    started = models.TimeField("time it began", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes there")
    unit = models.CharField(max_length=80, blank=True)
    done = models.TextField("what was done", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 720)), name="a_patrol_lasts_from_a_minute_to_twelve_hours"
            ),
        )


def name_of(entry: Entry) -> str:
    where = entry.about.place if entry.about is not None else entry.place or "patrol"
    return f"{where}, {entry.on:%-d %B %Y}, {entry.details.minutes} minutes"


REGISTER = Register(
    key="patrols",
    title="Patrols of hot spots",
    noun="patrol",
    nouns="patrols",
    about="Every visit to a patrol place: when, how long, which unit, and what was done, also where nothing was.",
    group=Group.DAILY,
    order=25,
    model=Patrol,
    parts=(
        Part(title="The visit", columns=("on", "about", "started", "minutes", "agency", "unit")),
        Part(title="What was done", columns=("done", "nil", "notes")),
    ),
    listed=("on", "about", "started", "minutes", "unit", "nil"),
    quick=("about", "on", "started", "minutes", "unit", "done", "nil"),
    filters=("about", "agency"),
    labels={"about": "patrol place", "nil": "nothing to report"},
    helps={
        "done": "Talked with shopkeepers, a light that is out. Nobody’s name, and nobody described.",
        "minutes": "On foot and in sight, as it was and not as planned.",
    },
    required=("on", "about", "minutes"),
    name_of=name_of,
    counts=(
        Counted(key="minutes", title="Minutes of patrol in hot spots", of="minutes"),
        Counted(key="nil", title="Patrols with nothing to report", where=Q(nil=True)),
    ),
    figures=figures_of_patrols,
    subject="patrol_places",
    nil="Nothing to report.",
    note="That a place was patrolled says what was done, and nothing of what came of it.",
    photographed=True,
)  # fmt: skip
