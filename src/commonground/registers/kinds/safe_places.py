"""Safe and unsafe places as young people see them, by time of day, and what they were answered."""

from datetime import date

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.safe_places import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

TIMES = ("before_school", "school_day", "after_school", "evening", "night")


class Seen(models.TextChoices):
    """How a place feels to those who were asked."""

    SAFE = "safe", "Safe"
    MIXED = "mixed", "Mixed"
    UNSAFE = "unsafe", "Unsafe"


def _seen(verbose_name: str) -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(verbose_name, max_length=6, choices=Seen.choices, blank=True)


@remembered()
class SafePlace(Details):
    """One place as one session saw it. A session has no names, and a group of under five is not counted."""

    class Method(models.TextChoices):
        MAPPING = "mapping", "Mapping session on a paper map"
        WALK = "walk", "Walk through the area"
        SURVEY = "survey", "Survey in class"
        WORKSHOP = "workshop", "Workshop or youth forum"
        DETACHED = "detached", "Detached youth work"
        OTHER = "other", "Other"

    class Reason(models.TextChoices):
        LIGHT = "light", "Light or darkness"
        SIGHT = "sight", "Being seen or hidden from view"
        ADULTS = "adults", "Adults who help"
        GROUPS = "groups", "Groups who hang about"
        PAST = "past", "Something that happened there"
        DEALING = "dealing", "Drug dealing"
        TRAFFIC = "traffic", "Traffic"
        TRANSPORT = "transport", "Buses and trains"
        THINGS_TO_DO = "things_to_do", "Things to do there"
        SEARCHES = "searches", "Being stopped by police"
        POLICE = "police", "Police or wardens about"

    session = models.CharField(max_length=120)
    method = models.CharField("how it was gathered", max_length=10, choices=Method.choices)
    taking_part = models.PositiveSmallIntegerField("number taking part", null=True, blank=True)
    before_school = _seen("before school")
    school_day = _seen("during the school day")
    after_school = _seen("after school")
    evening = _seen("evening")
    night = _seen("night")
    reasons = several("why", Reason.choices)
    asked_for = models.TextField("what young people asked for", blank=True)
    done = models.TextField("what was done", blank=True)
    answer_due = models.DateField("date an answer to them is due", null=True, blank=True)
    answer = models.TextField("answer given to them", blank=True)
    answered_on = models.DateField("date they were answered", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taking_part=None) | Q(taking_part__gte=5),
                name="number_taking_part_is_five_or_more_or_left_empty",
            ),
            models.CheckConstraint(
                condition=~Q(**dict.fromkeys(TIMES, "")), name="place_is_seen_at_one_time_of_day_at_least"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""), name="answer_to_young_people_has_words"
            ),
        )


def due(entry: Entry) -> date | None:
    """The day of the answer, until it is given."""
    seen = entry.details
    owed: date | None = seen.answer_due
    return None if seen.answered_on is not None else owed


def stands(entry: Entry, on: date) -> Stands | None:
    seen = entry.details
    if seen.answered_on is not None:
        return Stands(Standing.GREEN, "Young people were answered")
    if seen.answer_due is not None and seen.answer_due < on:
        return Stands(Standing.RED, "Answer overdue")
    if seen.answer_due is not None:
        return Stands(Standing.AMBER, f"Answer due on {seen.answer_due:%-d %B %Y}")
    if any(getattr(seen, time) == Seen.UNSAFE for time in TIMES):
        return Stands(Standing.AMBER, "Unsafe at some time; no answer promised yet")
    return None


REGISTER = Register(
    key="safe_places",
    title="Safe and unsafe places",
    noun="place as young people see it",
    nouns="places as young people see them",
    about="Where and when young people feel safe or unsafe, gathered in sessions, and what was done about it.",
    group=Group.YOUNG,
    order=240,
    model=SafePlace,
    parts=(
        Part(
            title="The session", columns=("on", "session", "method", "agency", "taking_part"),
            help="Nobody who took part is named, and no group of fewer than five is counted.",
        ),
        Part(title="The place", columns=("place", "ward", "lsoa", "longitude", "latitude", "drawn")),
        Part(title="How it feels", columns=(*TIMES, "reasons"), help="Leave a time empty if nobody spoke of it."),
        Part(title="What followed", columns=("asked_for", "done", "answer_due", "answer", "answered_on", "notes")),
    ),
    listed=("place", "session", "after_school", "evening", "answered_on"),
    quick=("on", "session", "method", "place", "after_school", "evening", "reasons"),
    filters=("after_school", "evening", "night", "method", "ward"),
    labels={"on": "date of the session", "agency": "who held the session"},
    helps={
        "session": "A name for the session that names nobody: “Year 9 forum, spring”.",
        "taking_part": "Leave it empty if fewer than five took part.",
        "place": "A street, park, bus stop or building; never a home.",
        "asked_for": "In their own words, without names.",
        "answer": "What they were told was done, or why it was not.",
    },
    required=("on", "session", "method", "place"),
    asks={
        "place_is_seen_at_one_time_of_day_at_least": (
            "after_school", "choose how the place is seen at one time of day at least",
        ),
        "answer_to_young_people_has_words": ("answer", "write what they were told"),
    },
    name_of=lambda entry: f"{entry.place}, as seen by {entry.details.session}",
    due=due,
    due_is="Answer due",
    stands=stands,
    counts=(
        Counted(
            key="unsafe_after_school", title="Views of a place as unsafe after school",
            where=Q(safeplace__after_school="unsafe"),
        ),
        Counted(key="answered", title="Answers given to young people", day="answered_on"),
    ),
    figures=figures,
    note="These are views of those who took part. They say how a place feels, not what happened there.",
    photographed=True,
)  # fmt: skip
