"""Knife arches and wands: on what basis people were screened, how they were chosen, and what followed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.screening_operations import figures
from commonground.registers.models.entry import Entry
from commonground.registers.models.finds import FINDS, Finds, told, wrong
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

COMPLETE_WITHIN = timedelta(days=7)  # ours: no standard sets it


@remembered()
class ScreeningOperation(Finds):
    """One operation, in counts. There is no column for a pupil or a person, and there will be none."""

    class Device(models.TextChoices):
        ARCH = "arch", "Knife arch"
        WAND = "wand", "Hand-held wand"
        BOTH = "both", "Arch and wand"

    class PlaceKind(models.TextChoices):
        SCHOOL = "school", "School"
        COLLEGE = "college", "College"
        STATION = "station", "Station or transport hub"
        STREET = "street", "Street or town centre"
        VENUE = "venue", "Event or venue"
        OTHER = "other", "Other"

    class Basis(models.TextChoices):
        """Screening by an arch or wand without contact needs no suspicion; a search of a person is another thing."""

        BEHAVIOUR = "behaviour", "Behaviour policy of a school or college: screening without contact or suspicion"
        CONSENT = "consent", "Consent of each person"
        ENTRY = "entry", "Condition of entry to a venue or event"
        PACE_1 = "pace_1", "Section 1, Police and Criminal Evidence Act 1984: reasonable grounds for each person"
        CJPOA_60 = "cjpoa_60", "Section 60, Criminal Justice and Public Order Act 1994: an authorisation in force"

    class Chosen(models.TextChoices):
        EVERYONE = "everyone", "Everyone who came"
        NTH = "nth", "Every so many: by count"
        RANDOM = "random", "At random, by a rule set before"
        GROUPS = "groups", "Whole classes, year groups or doors"
        VOLUNTARY = "voluntary", "Those who agreed"
        GROUNDS = "grounds", "Grounds written down for each person"

    class Parents(models.TextChoices):
        BEFORE = "before", "Told before"
        AFTER = "after", "Told after"
        BOTH = "both", "Told before and after"
        NO = "no", "Not told"
        NOT_NEEDED = "not_needed", "Does not apply: no school or college"

    device = models.CharField("arch or wand", max_length=8, choices=Device.choices, blank=True)
    place_kind = models.CharField("kind of place", max_length=8, choices=PlaceKind.choices)
    basis = models.CharField("basis", max_length=12, choices=Basis.choices)
    unit = models.CharField("staff who screened", max_length=120, blank=True)
    chosen = models.CharField("how people were chosen", max_length=12, choices=Chosen.choices, blank=True)
    screened = models.PositiveIntegerField("number screened", null=True, blank=True)
    refused = models.PositiveSmallIntegerField("number who refused", null=True, blank=True)
    searched = models.PositiveSmallIntegerField("number searched afterwards", null=True, blank=True)
    equality = models.TextField("equality data considered", blank=True)
    parents = models.CharField("parents and carers", max_length=12, choices=Parents.choices, blank=True)
    safeguarding = models.TextField("safeguarding follow-up", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(basis="behaviour") | Q(place_kind__in=("school", "college")),
                name="behaviour_policy_is_that_of_a_school_or_college",
            ),
            models.CheckConstraint(
                condition=~Q(basis="pace_1") | Q(chosen__in=("", "grounds")),
                name="section_1_needs_grounds_for_each_person",
            ),
            models.CheckConstraint(
                condition=~Q(basis="consent") | Q(chosen__in=("", "voluntary")), name="consent_means_those_who_agreed"
            ),
            models.CheckConstraint(
                condition=Q(searched=None) | Q(screened=None) | Q(searched__lte=F("screened")),
                name="no_more_are_searched_than_screened",
            ),
        )


def missing(entry: Entry) -> list[str]:
    """What must be written before the operation counts as done."""
    found = entry.details
    lacking = ["number"] if found.screened is None else []
    if not found.chosen:
        lacking.append("selection")
    if not found.equality:
        lacking.append("equality data")
    if found.found and not found.safeguarding:
        lacking.append("safeguarding follow-up")
    if found.place_kind in ("school", "college") and found.parents in ("", "no", "not_needed"):
        lacking.append("word to parents")
    return lacking


def due(entry: Entry) -> date | None:
    return entry.on + COMPLETE_WITHIN if missing(entry) else None


def stands(entry: Entry, on: date) -> Stands:
    lacking = missing(entry)
    if not lacking:
        return Stands(Standing.GREEN, f"Done; {told(entry)}")
    late = entry.on + COMPLETE_WITHIN < on
    return Stands(Standing.RED if late else Standing.AMBER, f"Not done: {lacking[-1]} missing")


def worked_out(entry: Entry, rows: "QuerySet[Entry]") -> Mapping[str, str]:
    lacking = missing(entry)
    return {"Still to be written before it counts as done": "; ".join(lacking)} if lacking else {}


REGISTER = Register(
    key="screening_operations",
    title="Knife arches and wands",
    noun="screening operation",
    nouns="screening operations",
    about="Screening: the basis, how people were chosen, how many, what followed. Never a list of pupils.",
    group=Group.SUPPLY,
    order=46,
    model=ScreeningOperation,
    parts=(
        Part(title="The operation", columns=("on", "place", "ward", "place_kind", "device", "agency", "unit")),
        Part(
            title="Basis and selection", columns=("basis", "chosen"),
            help="Screening is not a search. A search of a person needs grounds or an authorisation of its own.",
        ),
        Part(
            title="Numbers", columns=("screened", "refused", "searched", "nil", *FINDS),
            help="Counts of the whole operation. Nothing found is a result.",
        ),
        Part(title="Fairness and safety", columns=("equality", "parents", "safeguarding", "notes")),
    ),
    listed=("on", "place", "device", "basis", "screened", "nil", "knives"),
    quick=("on", "place", "place_kind", "basis", "screened", "nil", "knives"),
    filters=("place_kind", "basis", "device", "ward"),
    labels={"agency": "lead agency", "place": "school, station or street"},
    helps={
        "chosen": "Set the rule before you begin. Nobody is chosen for how they look or whom they are with.",
        "equality": "Who was screened, by age, sex and ethnicity, beside all who came. Counts alone.",
        "parents": "Schools tell parents and carers; say when.",
        "safeguarding": "What support followed a find, and which service offers it. Nobody is named or described.",
    },
    required=("on", "place", "place_kind", "basis"),
    name_of=lambda entry: (
        f"{entry.details.get_device_display() or 'Screening'}: {entry.place}, {entry.on:%-d %B %Y}"
    ),
    due=due,
    due_is="To be completed",
    stands=stands,
    worked_out=worked_out,
    wrong=wrong,
    counts=(
        Counted(key="screened", title="People screened", of="screened", people=True),
        *(Counted(key=one, title=f"Found in screening: {ScreeningOperation._meta.get_field(one).verbose_name}", of=one)
          for one in FINDS),
        Counted(key="nil", title="Screening operations that found nothing", where=Q(nil=True)),
        Counted(key="schools", title="Screening operations in schools and colleges",
                where=Q(screeningoperation__place_kind__in=("school", "college"))),
    ),
    figures=figures,
    nil="Nothing was found.",
    note="In counts alone: no pupil and no passer-by stands in this register.",
)  # fmt: skip
