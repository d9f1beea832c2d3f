"""Weapon sweeps: where was looked, who took part, what was found, and what was changed about the place."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.weapon_sweeps import figures
from commonground.registers.models.entry import Entry
from commonground.registers.models.finds import FINDS, Finds, told, wrong
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.rules import READ_RESTRICTED
from commonground.registers.terms import Group, Standing


@remembered()
class WeaponSweep(Finds):
    """One sweep. A nil sweep is a result: it says that a place was looked at and held nothing."""

    class Taking(models.TextChoices):
        POLICE = "police", "Police"
        COUNCIL = "council", "Council wardens and officers"
        PARKS = "parks", "Parks and grounds staff"
        HOUSING = "housing", "Housing provider"
        VOLUNTEERS = "volunteers", "Community volunteers"
        YOUTH = "youth", "Youth workers and young people"
        CADETS = "cadets", "Police or fire cadets"
        FIRE = "fire", "Fire and rescue"
        BUSINESS = "business", "Businesses"

    class Disposal(models.TextChoices):
        POLICE = "police", "Handed to police"
        EVIDENCE = "evidence", "Kept by police as evidence"
        DESTROYED = "destroyed", "Destroyed, with a record"

    class Change(models.TextChoices):
        CUT_BACK = "cut_back", "Cut back bushes or trees"
        LIGHT = "light", "Mend or add lighting"
        CLEAR = "clear", "Clear rubbish or furniture"
        CLOSE = "close", "Close off or lock"
        WATCH = "watch", "Add to patrol or camera views"
        OTHER = "other", "Other"

    starts_at = models.TimeField("started at", null=True, blank=True)
    ends_at = models.TimeField("ended at", null=True, blank=True)
    taking_part = several("who took part", Taking.choices)
    people = models.PositiveSmallIntegerField("number who took part", null=True, blank=True)
    insured = models.BooleanField("volunteers were insured", default=False)
    briefed = models.BooleanField("everybody was briefed", default=False)
    hiding_place = models.TextField("exact hiding place", blank=True)
    exhibit = models.CharField("exhibit reference", max_length=60, blank=True)
    disposal = models.CharField(max_length=12, choices=Disposal.choices, blank=True)
    follow_up = several("change of the place", Change.choices)
    follow_up_due = models.DateField("change due by", null=True, blank=True)
    follow_up_done = models.DateField("date the change was made", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="sweep_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(follow_up=[]) | Q(follow_up_due__isnull=False), name="change_of_a_place_has_a_due_day"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_done=None) | ~Q(follow_up=[]), name="change_that_was_made_says_which"
            ),
        )


OUTSIDERS = frozenset(("volunteers", "youth", "cadets", "business"))


def due(entry: Entry) -> date | None:
    """The change of the place, until it is made."""
    sweep = entry.details
    return None if sweep.follow_up_done else sweep.follow_up_due


def stands(entry: Entry, on: date) -> Stands:
    sweep = entry.details
    if OUTSIDERS & set(sweep.taking_part) and not (sweep.insured and sweep.briefed):
        return Stands(Standing.AMBER, "Insurance or briefing not ticked")
    if sweep.found and not sweep.disposal:
        return Stands(Standing.AMBER, "Disposal to be written")
    if entry.due is not None:
        late = entry.due < on
        said = "Change of the place overdue" if late else "Change of the place to be made"
        return Stands(Standing.RED if late else Standing.AMBER, said)
    return Stands(Standing.GREEN, "Nothing found" if entry.nil else told(entry).capitalize())


REGISTER = Register(
    key="weapon_sweeps",
    title="Weapon sweeps",
    noun="weapon sweep",
    nouns="weapon sweeps",
    about="Searches of ground, never of people: where, who took part, what was found, what was changed.",
    group=Group.SUPPLY,
    order=42,
    model=WeaponSweep,
    parts=(
        Part(title="The sweep", columns=("on", "starts_at", "ends_at", "place", "ward", "drawn")),
        Part(title="Who took part", columns=("agency", "taking_part", "people", "insured", "briefed")),
        Part(
            title="What was found", columns=("nil", *FINDS, "disposal"),
            help="Nobody but police touches a find. Nothing found is a result: tick it.",
        ),
        Part(
            title="Exactly where",
            columns=("hiding_place", "longitude", "latitude", "exhibit"),
            help="Read by few: where a weapon was hidden tells where to hide the next.",
        ),
        Part(title="Change of the place", columns=("follow_up", "follow_up_due", "follow_up_done", "notes")),
    ),
    listed=("on", "place", "agency", "knives", "large_blades", "other_weapons"),
    quick=("on", "place", "nil", "knives", "large_blades", "other_weapons", "hiding_place"),
    filters=("nil", "agency", "ward"),
    restricted=dict.fromkeys(("hiding_place", "longitude", "latitude", "exhibit"), READ_RESTRICTED),
    labels={
        "place": "area that was swept", "agency": "lead agency", "drawn": "area that was swept, drawn",
        "longitude": "longitude of a find", "latitude": "latitude of a find",
    },
    helps={
        "place": "The park, estate or street in words; the exact hiding place goes below.",
        "drawn": "The whole area that was looked at, never a line around a find.",
        "insured": "By the council or the charity that asked them.",
        "follow_up": "What would make it a worse place to hide a weapon.",
        "notes": "Read by everybody who reads this register: no hiding place here.",
    },
    required=("on", "place"),
    asks={
        "change_of_a_place_has_a_due_day": ("follow_up_due", "enter the day by which the place is changed"),
        "change_that_was_made_says_which": ("follow_up", "tick what was changed"),
    },
    name_of=lambda entry: f"{entry.place}, {entry.on:%-d %B %Y}: {told(entry)}",
    due=due,
    due_is="Follow-up due",
    stands=stands,
    wrong=wrong,
    counts=(
        Counted(key="nil", title="Weapon sweeps that found nothing", where=Q(nil=True)),
        *(Counted(key=one, title=f"Found in sweeps: {WeaponSweep._meta.get_field(one).verbose_name}", of=one)
          for one in FINDS),
        Counted(key="changed", title="Places changed after a sweep",
                where=Q(weaponsweep__follow_up_done__isnull=False)),
    ),
    figures=figures,
    nil="Nothing was found.",
    calendar=True,
    photographed=True,
)  # fmt: skip
