"""Community tension, assessed: the level now, on whose information, what is done, and when it is looked at again."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers import tension
from commonground.registers.figures.tension_assessments import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

ONE_SOURCE = "The standard asks for multi-agency data: ask another agency, and add what it says."


@remembered()
class TensionAssessment(Details):
    """The level of one area on one day. What it was before is looked up, not typed."""

    level = models.CharField("level now", max_length=12, choices=tension.levels)
    why = models.TextField("reasons for the level", blank=True)
    community = models.CharField("community affected", max_length=200, blank=True)
    sources = several("sources that contributed", tension.SourceKind.choices)
    actions = models.TextField(blank=True)
    review_on = models.DateField("next review")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(sources=[]), name="assessment_names_its_sources"),)


def due(entry: Entry) -> date | None:
    review: date | None = entry.details.review_on
    return review


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if entry.due is None:
        return Stands(Standing.GREY, "A later assessment took its place")
    if entry.due < on:
        return Stands(Standing.RED, "Its review is overdue")
    if set(found.sources) == {"police"}:
        return Stands(Standing.AMBER, "Police information alone")
    if not tension.is_multi_agency(found.sources):
        return Stands(Standing.AMBER, "One kind of source alone")
    return Stands(Standing.GREEN, "In force, from several sources")


def wrong(entry: Entry) -> str:
    review = entry.details.review_on
    return "Next review: choose a day after the assessment." if review is not None and review <= entry.on else ""


def before(entry: Entry, rows: "QuerySet[Entry]") -> Entry | None:
    """The assessment of the same area before this one."""
    earlier = rows.filter(withdrawn_on=None, place__iexact=entry.place, on__lt=entry.on)
    return earlier.exclude(pk=entry.pk).select_related("tensionassessment").order_by("-on", "-pk").first()


def worked_out(entry: Entry, rows: "QuerySet[Entry]") -> Mapping[str, str]:
    level, last = entry.details.level, before(entry, rows)
    told = {"Direction of the scale": tension.direction()}
    if not tension.is_multi_agency(entry.details.sources):
        told["Not multi-agency"] = ONE_SOURCE
    if last is None:
        return told | {"Change since the last assessment": "This is the first of this area"}
    return told | {
        "Level before": tension.said(last.details.level),
        "Change since the last assessment": tension.change(level, last.details.level, last.on),
    }


REGISTER = Register(
    key="tension_assessments",
    title="Tension assessments",
    noun="tension assessment",
    nouns="tension assessments",
    about="How tense each area is judged to be, on whose information, what is done about it, and when it is reviewed.",
    group=Group.DAILY,
    order=8,
    model=TensionAssessment,
    parts=(
        Part(
            title="The level", columns=("on", "place", "ward", "drawn", "level", "why", "community"),
            help=tension.direction(),
        ),
        Part(
            title="The sources", columns=("sources", "agency"),
            help="The standard asks for multi-agency data: an assessment from police information alone is flagged.",
        ),
        Part(title="What is done", columns=("actions", "review_on", "notes")),
    ),
    listed=("on", "place", "level", "sources"),
    quick=("on", "place", "level", "why", "sources", "review_on"),
    filters=("level", "ward"),
    labels={"place": "area", "agency": "agency that chaired"},
    helps={
        "place": "The same words each time, such as “Whole borough”: changes are worked out by area.",
        "level": tension.direction(),
        "sources": "Tick each kind of source whose information was used.",
        "actions": "What is done, by which agency, and by when.",
    },
    required=("on", "place", "level", "sources", "review_on"),
    name_of=lambda entry: f"{entry.place}, {entry.on:%-d %B %Y}: level {tension.number(entry.details.level)}",
    due=due,
    due_is="Next review",
    stands=stands,
    wrong=wrong,
    worked_out=worked_out,
    renewed_by=("place",),
    counts=(
        Counted(key="multi_agency", title="Assessments from several sources",
                where=Q(tensionassessment__sources__len__gte=2)),
        Counted(key="police_alone", title="Assessments from police information alone",
                where=Q(tensionassessment__sources=["police"])),
    ),
    figures=figures,
    note=f"{tension.direction()} A level is a judgement of those at the meeting, not a measurement.",
)  # fmt: skip
