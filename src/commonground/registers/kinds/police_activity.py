"""Police activity: the tactic and the legal power, what came of it, and how it was felt."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.police_activity import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

REVIEW_WITHIN = timedelta(days=14)


@remembered()
class PoliceActivity(Details):
    """One piece of activity. Outputs are counts; nobody who was stopped or arrested stands here."""

    class Tactic(models.TextChoices):
        PATROL = "patrol", "Visible patrol"
        SEARCHES = "searches", "Stop and search operation"
        WARRANT = "warrant", "Search warrant"
        ARCH = "arch", "Knife arch or wands"
        TRAFFIC = "traffic", "Vehicle checks"
        DISPERSAL = "dispersal", "Dispersal area"
        CLOSURE = "closure", "Closure of premises"
        ORDERS = "orders", "Checks that court orders are kept"
        ENGAGEMENT = "engagement", "Engagement and reassurance"
        OTHER = "other", "Other"

    class Power(models.TextChoices):
        """Acts and sections; the searches of a person are those of PACE Code A, Annex A."""

        PACE_1 = "pace_1", "Section 1, Police and Criminal Evidence Act 1984: search on reasonable grounds"
        CJPOA_60 = "cjpoa_60", "Section 60, Criminal Justice and Public Order Act 1994: search where authorised"
        MDA_23 = "mda_23", "Section 23, Misuse of Drugs Act 1971: search for drugs"
        FIREARMS_47 = "firearms_47", "Section 47, Firearms Act 1968: search for firearms"
        CJA_139B = "cja_139b", "Section 139B, Criminal Justice Act 1988: search of school premises for weapons"
        PACE_8 = "pace_8", "Section 8, Police and Criminal Evidence Act 1984: search warrant"
        PACE_32 = "pace_32", "Section 32, Police and Criminal Evidence Act 1984: search on arrest"
        RTA_163 = "rta_163", "Section 163, Road Traffic Act 1988: stop of a vehicle"
        ASB_34 = "asb_34", "Section 34, Anti-social Behaviour, Crime and Policing Act 2014: dispersal"
        ASB_76 = "asb_76", "Section 76, Anti-social Behaviour, Crime and Policing Act 2014: closure notice"
        CONSENT = "consent", "No power used: by agreement"
        PRESENCE = "presence", "No power used: presence and talk alone"

    tactic = models.CharField(max_length=12, choices=Tactic.choices)
    powers = several("legal powers", Power.choices)
    unit = models.CharField(max_length=120, blank=True)
    objective = models.CharField(max_length=400, blank=True)
    hours = models.DecimalField("officer hours", max_digits=7, decimal_places=1, null=True, blank=True)
    searches = models.PositiveSmallIntegerField("stops and searches", null=True, blank=True)
    arrests = models.PositiveSmallIntegerField(null=True, blank=True)
    weapons = models.PositiveSmallIntegerField("weapons seized", null=True, blank=True)
    seizures = models.PositiveSmallIntegerField("other seizures", null=True, blank=True)
    impact = models.TextField("community impact", blank=True)
    disproportionality = models.TextField("disproportionality considered", blank=True)
    lessons = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "police activity"
        constraints = (
            models.CheckConstraint(
                condition=Q(searches=None) | Q(searches=0)
                | Q(powers__overlap=["pace_1", "cjpoa_60", "mda_23", "firearms_47", "cja_139b"]),
                name="stops_and_searches_have_a_power_to_search",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0), name="officer_hours_are_not_below_nought"
            ),
        )  # fmt: skip


SEARCH = frozenset(("pace_1", "cjpoa_60", "mda_23", "firearms_47", "cja_139b"))


def used_searches(entry: Entry) -> bool:
    found = entry.details
    return bool(found.searches) or (found.searches is None and bool(SEARCH & set(found.powers)))


def missing(entry: Entry) -> list[str]:
    """What must be written before the activity counts as done."""
    found = entry.details
    lacking = [] if None not in (found.searches, found.arrests, found.weapons) else ["outputs"]
    if not found.impact:
        lacking.append("community impact")
    if used_searches(entry) and not found.disproportionality:
        lacking.append("disproportionality")
    return lacking


def due(entry: Entry) -> date | None:
    """It is reviewed within two weeks."""
    return (entry.until or entry.on) + REVIEW_WITHIN if missing(entry) else None


def stands(entry: Entry, on: date) -> Stands:
    lacking = missing(entry)
    if not lacking:
        return Stands(Standing.GREEN, "Done and reviewed")
    ended = entry.until or entry.on
    if ended >= on:
        return Stands(Standing.GREEN, "Ahead or under way")
    return Stands(Standing.RED if ended + REVIEW_WITHIN < on else Standing.AMBER, f"Not done: {lacking[-1]} missing")


def worked_out(entry: Entry, rows: "QuerySet[Entry]") -> Mapping[str, str]:
    lacking = missing(entry)
    return {"Still to be written before it counts as done": "; ".join(lacking)} if lacking else {}


REGISTER = Register(
    key="police_activity",
    title="Police activity",
    noun="piece of police activity",
    nouns="pieces of police activity",
    about="Police tactics and the legal power behind each: hours, outputs, how it was felt, and what was learned.",
    group=Group.DAILY,
    order=4,
    model=PoliceActivity,
    parts=(
        Part(
            title="The activity",
            columns=("on", "until", "tactic", "powers", "agency", "unit", "place", "ward", "drawn", "objective"),
        ),
        Part(
            title="Hours and outputs", columns=("hours", "searches", "arrests", "weapons", "seizures"),
            help="Counts alone. Nought is a result; leave empty what is not counted yet.",
        ),
        Part(
            title="Review", columns=("impact", "disproportionality", "lessons", "notes"),
            help="Where searches were used, the activity is not done until disproportionality is answered.",
        ),
    ),
    listed=("on", "tactic", "place", "hours", "searches", "arrests", "weapons"),
    quick=("on", "tactic", "place", "hours", "searches", "weapons", "powers"),
    filters=("tactic", "agency", "ward"),
    labels={"on": "first day"},
    helps={
        "powers": "Tick each that was used. A search of a person needs one of the first five.",
        "impact": "How residents, businesses and young people felt it, and how you know.",
        "disproportionality": "Who was searched, by age and ethnicity, beside whom; what you concluded. Counts alone.",
        "place": "The area in words, never the address of a home.",
    },
    required=("on", "tactic", "place"),
    asks={
        "stops_and_searches_have_a_power_to_search": ("powers", "tick the power to search"),
    },
    name_of=lambda entry: f"{entry.details.get_tactic_display()}: {entry.place}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Review due",
    stands=stands,
    worked_out=worked_out,
    counts=(
        Counted(key="searches", title="Stops and searches in recorded activity", of="searches", people=True),
        Counted(key="weapons", title="Weapons seized in recorded activity", of="weapons"),
        Counted(key="tasked", title="Activity that tasking asked for", tasked=True),
        Counted(
            key="disproportionality", title="Activity where disproportionality was considered",
            where=~Q(policeactivity__disproportionality=""),
        ),
    ),
    figures=figures,
    note="Searches, arrests and seizures show where police were. They never decide where police go next.",
)  # fmt: skip
