"""Community dialogue: what people said, what was answered, and by when."""

from datetime import date

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.dialogue import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing


@remembered()
class Dialogue(Details):
    """One meeting: you said, we did. What was said is kept as a room said it, never as somebody did."""

    class Form(models.TextChoices):
        MEETING = "meeting", "Public meeting"
        BOARD = "board", "Safer Neighbourhood Board or ward panel"
        YOUNG = "young", "Session with young people"
        PARENTS = "parents", "Parents’ group"
        FAITH = "faith", "Faith group"
        WALK = "walk", "Walk through the area"
        ONLINE = "online", "Online"

    form = models.CharField("kind of meeting", max_length=12, choices=Form.choices)
    community = models.CharField("community", max_length=200, blank=True)
    attended = models.PositiveSmallIntegerField("how many came", null=True, blank=True)
    said = models.TextField("you said", blank=True)
    did = models.TextField("we did", blank=True)
    answer_due = models.DateField("answer due", null=True, blank=True)
    answered_on = models.DateField("date of the answer", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(said="") | Q(answer_due__isnull=False), name="what_was_said_has_a_day_for_its_answer"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(did=""), name="answer_to_a_meeting_says_what_was_done"
            ),
        )


def due(entry: Entry) -> date | None:
    found = entry.details
    return None if found.answered_on else found.answer_due


def stands(entry: Entry, on: date) -> Stands:
    found = entry.details
    if found.answered_on is not None:
        return Stands(Standing.GREEN, f"Answered on {found.answered_on:%-d %B %Y}")
    if entry.on >= on:
        return Stands(Standing.GREEN, "Ahead")
    if entry.due is None:
        return Stands(Standing.AMBER, "What was said is to be written")
    return Stands(*((Standing.RED, "Answer overdue") if entry.due < on else (Standing.AMBER, "Answer to be given")))


REGISTER = Register(
    key="dialogue",
    title="Community dialogue",
    noun="dialogue meeting",
    nouns="dialogue meetings",
    about="Meetings with communities: what they said, what was done about it, and whether they were told.",
    group=Group.DAILY,
    order=12,
    model=Dialogue,
    parts=(
        Part(title="The meeting", columns=("on", "place", "ward", "agency", "form", "community", "attended")),
        Part(title="You said, we did", columns=("said", "answer_due", "did", "answered_on", "notes")),
    ),
    listed=("on", "place", "form", "community", "attended", "answered_on"),
    quick=("on", "place", "form", "community", "attended", "said", "answer_due"),
    filters=("form", "agency", "ward"),
    labels={"agency": "agency that hosts"},
    helps={
        "community": "In words that those who came would use themselves.",
        "said": "What the room said, in its own words. Nobody is quoted by name.",
        "did": "What was done, or why it cannot be. “We will look at it” is not an answer.",
        "answered_on": "The day on which those who came were told.",
    },
    required=("on", "place", "form"),
    asks={
        "what_was_said_has_a_day_for_its_answer": ("answer_due", "enter the day by which they are answered"),
        "answer_to_a_meeting_says_what_was_done": ("did", "write what was done, beside the day of the answer"),
    },
    name_of=lambda entry: f"{entry.details.get_form_display()}: {entry.place}, {entry.on:%-d %B %Y}",
    due=due,
    due_is="Answer due",
    stands=stands,
    counts=(
        Counted(key="answered", title="Meetings that got their answer", where=Q(dialogue__answered_on__isnull=False)),
        Counted(key="attended", title="People who came to dialogue meetings", of="attended", people=True),
    ),
    figures=figures,
    calendar=True,
)  # fmt: skip
