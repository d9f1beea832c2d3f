"""Community tension as heard and seen: experienced, evidenced or potential, from which source, and how reliable."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.tension_entries import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.tension import SourceKind
from commonground.registers.terms import Group, Standing

CONSIDERED_WITHIN = timedelta(days=7)


@remembered()
class TensionEntry(Details):
    """Something that one source told. Graded as police grade information, in words that any agency can use."""

    class Kind(models.TextChoices):
        EXPERIENCED = "experienced", "Experienced: what people feel and fear"
        EVIDENCED = "evidenced", "Evidenced: what happened and can be shown"
        POTENTIAL = "potential", "Potential: what is ahead and may raise tension"

    class Reliability(models.TextChoices):
        """The source evaluation of the 3×5×2 intelligence report (College of Policing)."""

        RELIABLE = "reliable", "1 Reliable: the source has been right before"
        UNTESTED = "untested", "2 Untested: the source is new, or nothing shows"
        NOT_RELIABLE = "not_reliable", "3 Not reliable: there is reason to doubt the source"

    class Known(models.TextChoices):
        """Its information assessment."""

        DIRECTLY = "directly", "A Known to the source itself"
        CORROBORATED = "corroborated", "B Known at second hand, and corroborated"
        INDIRECTLY = "indirectly", "C Known at second hand"
        NOT_KNOWN = "not_known", "D Not known"
        FALSE = "false", "E Suspected to be false"

    kind = models.CharField("experienced, evidenced or potential", max_length=12, choices=Kind.choices, blank=True)
    source = models.CharField("kind of source", max_length=12, choices=SourceKind.choices)
    reliability = models.CharField("reliability of the source", max_length=12, choices=Reliability.choices)
    known = models.CharField("how the information is known", max_length=12, choices=Known.choices, blank=True)
    community = models.CharField("community affected", max_length=200, blank=True)
    heard = models.TextField("what was heard or seen", blank=True)
    done = models.TextField("what was done at once", blank=True)
    considered_on = models.DateField("date it was considered in an assessment", null=True, blank=True)

    class Meta:
        verbose_name_plural = "tension entries"


def due(entry: Entry) -> date | None:
    """An assessment considers it within a week; a nil return needs none."""
    return None if entry.nil or entry.details.considered_on else entry.on + CONSIDERED_WITHIN


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if entry.nil:
        return Stands(Standing.GREEN, "Nothing to report")
    if found.considered_on is not None:
        return Stands(Standing.GREY, f"Considered on {found.considered_on:%-d %B %Y}")
    if entry.on + CONSIDERED_WITHIN < on:
        return Stands(Standing.RED, "No assessment for a week")
    return Stands(Standing.AMBER, "Waiting for an assessment")


def wrong(entry: Entry) -> str:
    found = entry.details
    if entry.nil and (found.heard or found.kind):
        return "Tension entry: “nothing to report” is ticked, and something is written; leave one of them."
    if not entry.nil and not (found.heard and found.kind):
        return "Tension entry: write what was heard or seen and of which kind it is, or tick “nothing to report”."
    return ""


REGISTER = Register(
    key="tension_entries",
    title="Tension entries",
    noun="tension entry",
    nouns="tension entries",
    about="What agencies and residents hear and see of tension, so that assessments rest on several sources.",
    group=Group.DAILY,
    order=6,
    model=TensionEntry,
    parts=(
        Part(
            title="What was heard or seen",
            columns=("on", "place", "ward", "nil", "kind", "community", "heard"),
            help="A rumour, a fear or an incident that nobody reported is worth an entry. Nobody is named.",
        ),
        Part(
            title="Where it comes from", columns=("source", "agency", "reliability", "known"),
            help="Graded as in the 3×5×2 intelligence report: 1 to 3 for the source, A to E for the information.",
        ),
        Part(title="What followed", columns=("done", "considered_on", "notes")),
    ),
    listed=("on", "place", "kind", "heard", "source", "reliability"),
    quick=("on", "place", "nil", "kind", "heard", "source", "reliability"),
    filters=("kind", "source", "reliability", "ward"),
    labels={"nil": "nothing to report", "agency": "agency that wrote it down", "place": "place or area"},
    helps={
        "community": "In words that it would use itself, and no wider than needed: “families of one estate”.",
        "heard": "What was said or seen, not what you make of it. No names, house numbers or accounts.",
        "nil": "A week without tension is a result: tick it, and say only where that comes from.",
    },
    required=("on", "place", "source", "reliability"),
    name_of=lambda entry: (
        f"{'Nothing to report' if entry.nil else entry.details.kind.capitalize()}: {entry.place}, {entry.on:%-d %B %Y}"
    ),
    due=due,
    due_is="Assessment due",
    stands=stands,
    wrong=wrong,
    counts=(
        Counted(key="not_police", title="Tension entries from other sources than police",
                where=~Q(tensionentry__source="police")),
        Counted(key="considered", title="Tension entries considered in an assessment",
                where=Q(tensionentry__considered_on__isnull=False)),
        Counted(key="nil", title="Nil returns", where=Q(nil=True)),
    ),
    figures=figures,
    nil="Nothing to report.",
    note="An entry is about the mood of a place or group, never about a person.",
)  # fmt: skip
