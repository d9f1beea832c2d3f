"""Section 60: each authorisation to search without suspicion, with its limits, its notice and what came of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from commonground.partnership.remembered import remembered
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.rules import READ_RESTRICTED, READ_SECTION_60
from commonground.registers.scrutiny.limits import limit_on
from commonground.registers.scrutiny.ranks import Rank
from commonground.registers.terms import Group, Standing

TELL_AFTER = timedelta(days=7)
REVIEW_AFTER = timedelta(days=28)
LONDON = ZoneInfo("Europe/London")
ETHNIC = ("asian", "black", "white", "other_group", "ethnicity_not_recorded")
AGES = ("aged_under_18", "aged_18_24", "aged_25_34", "aged_over_34", "age_not_recorded")


def _count(verbose_name: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(verbose_name, null=True, blank=True)


def _no_more_than_all(*names: str) -> Q:
    whole = sum((Coalesce(F(name), Value(0)) for name in names[1:]), start=Coalesce(F(names[0]), Value(0)))
    return Q(searches=None) | Q(searches__gte=whole)


@remembered()
class Section60(Details):
    """One authorisation. It names an office and a rank, and no officer; and it counts, and names nobody searched."""

    class Basis(models.TextChoices):
        VIOLENCE = "violence", "Serious violence may take place"
        INCIDENT = "incident", "Serious violence has taken place and the weapon is carried near by"
        WEAPONS = "weapons", "Weapons are carried without good reason"

    class Told(models.TextChoices):
        POSTED = "posted", "Published on the force’s pages and social media"
        GROUPS = "groups", "Independent advisory group or scrutiny panel told"
        COUNCILLORS = "councillors", "Ward councillors told"
        STREETS = "streets", "Leaflets or signs in the streets"
        SCHOOLS = "schools", "Schools and youth services told"

    begins = models.TimeField("time it begins")
    ends = models.TimeField("time it ends")
    rank = models.PositiveSmallIntegerField("rank of the authoriser", choices=Rank.choices)
    office = models.CharField("office of the authoriser", max_length=120)
    basis = models.CharField("what was believed", max_length=12, choices=Basis.choices)
    reason = models.TextField("reason, as it can be told")
    intelligence = models.CharField("reference of the intelligence", max_length=60, blank=True)
    extended_until = models.DateField("extended until", null=True, blank=True)
    extended_until_time = models.TimeField("time the extension ends", null=True, blank=True)
    extended_by = models.PositiveSmallIntegerField(
        "rank of who extended it", choices=Rank.choices, null=True, blank=True
    )
    told_before = models.DateField("day the community was told before", null=True, blank=True)
    told_before_how = several("how it was told before", Told.choices)
    told_after = models.DateField("day the community was told after", null=True, blank=True)
    told_after_how = several("how it was told after", Told.choices)
    searches = _count("searches")
    asian = _count("Asian people")
    black = _count("Black people")
    white = _count("White people")
    other_group = _count("people of another ethnic group")
    ethnicity_not_recorded = _count("ethnic group not recorded")
    aged_under_18 = _count("under 18")
    aged_18_24 = _count("18 to 24")
    aged_25_34 = _count("25 to 34")
    aged_over_34 = _count("over 34")
    age_not_recorded = _count("age not recorded")
    weapons = _count("searches that found a weapon")
    other_finds = _count("searches that found something else")
    arrests = _count("arrests")
    complaints = _count("complaints")
    feedback = models.TextField("what the community said", blank=True)
    reviewed_on = models.DateField("day it was reviewed", null=True, blank=True)
    review = models.TextField("what the review found", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(extended_until=None, extended_until_time=None, extended_by=None)
                | Q(extended_until__isnull=False, extended_until_time__isnull=False, extended_by__isnull=False),
                name="an_extension_has_a_day_a_time_and_a_rank",
            ),
            models.CheckConstraint(
                condition=_no_more_than_all(*ETHNIC), name="searches_by_ethnic_group_are_no_more_than_all"
            ),
            models.CheckConstraint(condition=_no_more_than_all(*AGES), name="searches_by_age_are_no_more_than_all"),
            models.CheckConstraint(
                condition=_no_more_than_all("weapons", "other_finds"), name="searches_that_found_are_no_more_than_all"
            ),
            models.CheckConstraint(
                condition=Q(review="") | Q(reviewed_on__isnull=False), name="a_review_of_section_60_has_a_day"
            ),
        )


def hours(entry: Entry) -> float:
    """How long it held, with its extension."""
    found = entry.details
    last = (found.extended_until, found.extended_until_time) if found.extended_until else (_last(entry), found.ends)
    return _hours(entry.on, found.begins, *last)


def first_hours(entry: Entry) -> float:
    """How long it held before any extension."""
    return _hours(entry.on, entry.details.begins, _last(entry), entry.details.ends)


def beyond(entry: Entry) -> list[str]:
    """In words, where it is beyond the limits of its day; nothing where it is within them."""
    found, limit = entry.details, limit_on(entry.on)
    said = []
    if first_hours(entry) <= 0:
        said.append("it ends before it begins")
    if first_hours(entry) > limit.hours:
        said.append(f"authorised for {first_hours(entry):g} hours, over the {limit.hours} of that day")
    if found.rank < limit.rank:
        said.append(f"authorised below the rank of {limit.rank.label.lower()}")
    if found.extended_until and hours(entry) > limit.extended:
        said.append(f"{hours(entry):g} hours with its extension, over the {limit.extended} of that day")
    if found.extended_until and hours(entry) <= first_hours(entry):
        said.append("its extension ends before it would have ended anyway")
    if found.extended_by and found.extended_by < limit.extended_by:
        said.append(f"extended below the rank of {limit.extended_by.label.lower()}")
    return said


def missing(entry: Entry, on: date) -> list[str]:
    """In words, what it still lacks on a day."""
    found, ended = entry.details, _ended(entry)
    lacks = [] if found.told_before else ["notice before"]
    if ended <= on:
        lacks += [] if found.told_after else ["notice after"]
        lacks += ["number of searches"] if found.searches is None else []
        lacks += [] if _given(found, ETHNIC) or found.searches == 0 else ["searches by ethnic group"]
        lacks += [] if _given(found, AGES) or found.searches == 0 else ["searches by age"]
        lacks += [] if found.reviewed_on or on < ended + REVIEW_AFTER else ["review"]
    return lacks


def due(entry: Entry) -> date | None:
    """The community is told within a week after it ended, and it is reviewed within four."""
    found, ended = entry.details, _ended(entry)
    if not found.told_after:
        return ended + TELL_AFTER
    return None if found.reviewed_on else ended + REVIEW_AFTER


def stands(entry: Entry, on: date) -> Stands:
    over, lacks = beyond(entry), missing(entry, on)
    said = "; ".join([*over, *([f"missing: {', '.join(lacks)}"] if lacks else [])])
    if over:
        return Stands(Standing.RED, said[:1].upper() + said[1:])
    late = entry.is_late(on)
    if lacks:
        return Stands(Standing.RED if late else Standing.AMBER, said[:1].upper() + said[1:])
    return Stands(Standing.GREEN, "Within the limits of its day, told before and after")


def _last(entry: Entry) -> date:
    return entry.until or entry.on


def _ended(entry: Entry) -> date:
    """Its last day, with its extension."""
    extended: date | None = entry.details.extended_until
    return extended or _last(entry)


def _hours(first: date, begins: time, last: date, ends: time) -> float:
    """The hours that passed: on the night that the clocks go back there is one more than they show."""
    began, ended = (datetime.combine(day, at, LONDON).timestamp() for day, at in ((first, begins), (last, ends)))
    return (ended - began) / 3600


def _given(found: Section60, names: tuple[str, ...]) -> bool:
    """Whether the parts are there and make up the whole."""
    parts = [getattr(found, name) for name in names]
    return found.searches is not None and sum(part or 0 for part in parts) == found.searches and any(
        part is not None for part in parts
    )


def figures(rows, start, end):  # type: ignore[no-untyped-def]
    """What they say as a whole; it is long and reads the published searches, so it is imported when it is asked for."""
    from commonground.registers.figures import section_60

    return section_60.blocks(rows, start, end)


REGISTER = Register(
    key="section_60",
    title="Section 60 authorisations",
    noun="authorisation",
    nouns="authorisations",
    about="When and where police could search without suspicion: who authorised it, for how long, and what came of it.",
    group=Group.SCRUTINY,
    order=210,
    model=Section60,
    parts=(
        Part(
            title="The authorisation",
            columns=("on", "begins", "until", "ends", "agency", "rank", "office", "basis", "reason", "intelligence"),
        ),
        Part(title="The area", columns=("place", "ward", "drawn")),
        Part(title="The extension", columns=("extended_until", "extended_until_time", "extended_by")),
        Part(
            title="Notice to the community",
            columns=("told_before", "told_before_how", "told_after", "told_after_how"),
        ),
        Part(title="Searches by ethnic group", columns=("searches", *ETHNIC), help="As the officer recorded it."),
        Part(title="Searches by age", columns=AGES),
        Part(title="What came of it", columns=("weapons", "other_finds", "arrests", "complaints")),
        Part(title="Afterwards", columns=("feedback", "reviewed_on", "review", "notes")),
    ),
    listed=("on", "place", "rank", "basis", "searches", "weapons", "told_before", "told_after"),
    quick=("on", "begins", "until", "ends", "rank", "office", "basis", "reason", "place"),
    filters=("ward", "rank", "basis"),
    restricted={"intelligence": READ_RESTRICTED},
    labels={"on": "day it begins", "until": "day it ends", "place": "area in words", "drawn": "area on the map"},
    helps={
        "office": "Such as “Superintendent, South East BCU”, never a name.",
        "reason": "What was expected where, and why this power. Nobody’s name, and no suspect.",
        "intelligence": "The number of the log, not what it says.",
        "place": "The streets that bound it.",
        "searches": "All searches under this authorisation. Enter 0 where there were none.",
    },
    required=("on", "until", "begins", "ends", "rank", "office", "basis", "reason", "place"),
    read=READ_SECTION_60,
    asks={
        "a_review_of_section_60_has_a_day": ("reviewed_on", "enter it beside the review"),
    },
    name_of=lambda entry: f"Section 60 in {entry.place}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Notice or review due",
    stands=stands,
    counts=(
        Counted(key="searches", title="Searches under section 60", of="searches"),
        Counted(key="weapons", title="Section 60 searches that found a weapon", of="weapons"),
        Counted(
            key="told_both", title="Authorisations told of before and after",
            where=Q(section60__told_before__isnull=False, section60__told_after__isnull=False),
        ),
    ),
    figures=figures,
    calendar=True,
    of_writer=False,
    note="An authorisation lets officers search people without suspecting them. It names no officer and nobody else.",
)  # fmt: skip
