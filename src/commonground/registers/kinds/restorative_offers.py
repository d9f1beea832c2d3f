"""Restorative justice: what was offered, whether it was taken up, and whether it took place."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.restorative_offers import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

ANSWER_WITHIN = timedelta(days=28)  # ours: no standard sets it


@remembered()
class RestorativeOffer(Details):
    """One offer. It is the victim’s to accept or decline, at any stage, and no answer is no refusal."""

    class Stage(models.TextChoices):
        SCHOOL = "school", "School or community, no offence recorded"
        OUT_OF_COURT = "out_of_court", "Out of court"
        BEFORE = "before", "Before sentence"
        AFTER = "after", "After sentence"

    class Form(models.TextChoices):
        MEETING = "meeting", "Meeting"
        LETTER = "letter", "Letter or recorded message"
        SHUTTLE = "shuttle", "Through a go-between"
        CIRCLE = "circle", "Circle or conference"
        OPEN = "open", "To be chosen"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted by both sides"
        VICTIM_DECLINED = "victim_declined", "Declined by the victim"
        OTHER_DECLINED = "other_declined", "Declined by the other side"
        UNSAFE = "unsafe", "Judged not safe to go on"

    stage = models.CharField(max_length=12, choices=Stage.choices)
    form = models.CharField("form offered", max_length=8, choices=Form.choices, blank=True)
    victim_first = models.BooleanField("the victim was asked first, and told of support", default=False)
    answer = models.CharField(max_length=16, choices=Answer.choices, blank=True)
    answered_on = models.DateField("date of the answer", null=True, blank=True)
    held_on = models.DateField("date it took place", null=True, blank=True)
    said = models.TextField("what the victim said of it afterwards", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_on__isnull=False), name="answer_to_an_offer_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(answer="accepted"), name="it_took_place_where_both_sides_accepted"
            ),
        )


def due(entry: Entry) -> date | None:
    return None if entry.details.answer else entry.on + ANSWER_WITHIN


def stands(entry: Entry, on: date) -> Stands:
    offer = entry.details
    if not offer.victim_first:
        return Stands(Standing.AMBER, "Victim asked first: not ticked")
    if entry.due is not None:
        late = entry.due < on
        said = "No answer written in four weeks" if late else "Offered"
        return Stands(Standing.RED if late else Standing.AMBER, said)
    if offer.answer == "accepted" and offer.held_on is None:
        return Stands(Standing.AMBER, "Accepted; still to take place")
    return Stands(Standing.GREY, "Took place" if offer.held_on else offer.get_answer_display())


REGISTER = Register(
    key="restorative_offers",
    title="Restorative justice offers",
    noun="restorative offer",
    nouns="restorative offers",
    about="What was offered at which stage, whether both sides accepted, and whether it took place.",
    group=Group.SERVICES,
    order=82,
    model=RestorativeOffer,
    parts=(
        Part(title="The offer", columns=("on", "agency", "ward", "stage", "form", "victim_first")),
        Part(title="The answer", columns=("answer", "answered_on", "held_on", "said", "notes")),
    ),
    listed=("on", "agency", "stage", "answer", "held_on"),
    quick=("on", "agency", "stage", "form", "victim_first"),
    filters=("stage", "answer", "agency"),
    labels={"on": "date of the offer", "agency": "agency that offers"},
    helps={
        "victim_first": "Nobody else is approached before the victim has been asked, in their own time and language.",
        "said": "Their words on whether it helped. Nothing by which they could be known.",
    },
    required=("on", "stage"),
    asks={
        "answer_to_an_offer_has_its_day": ("answered_on", "enter it beside the answer"),
    },
    name_of=lambda entry: f"{entry.details.get_stage_display()}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Answer due",
    stands=stands,
    counts=(
        Counted(key="accepted", title="Restorative offers accepted", where=Q(restorativeoffer__answer="accepted")),
        Counted(key="held", title="Restorative meetings and letters that took place",
                where=Q(restorativeoffer__held_on__isnull=False)),
    ),
    figures=figures,
)  # fmt: skip
