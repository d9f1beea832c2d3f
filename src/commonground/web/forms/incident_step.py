"""What is asked of the steps of a response, its meetings, messages and referrals, and of its checklist."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonground.partnership.models import Agency, Membership
from commonground.registers.changes.incident_steps import Added
from commonground.registers.incidents.clocks import Clock
from commonground.registers.incidents.templates.written import PHASES, SORTS, Part, Step
from commonground.registers.incidents.terms import Audience, Channel, MessagePhase, Service
from commonground.web.forms.incident import NOBODY, at, by_id, day, moment_of, people
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import Words

ACTIONS = (1, 2, 3)
"""How many decided actions one form takes; others are added as steps."""
FROM = [
    ("", "Nothing: it has no clock"), ("told", "When the partnership was told"),
    ("anniversary", "The anniversary, every year"), ("trial", "The first day of the trial"),
    ("review", "The publication of the review"),
]  # fmt: skip


class DoneForm(NobodyForm):
    """When it was done, and what came of it."""

    done_on = day("When was it done?")
    done_time = at("At what time?")
    result = Words(
        label="What came of it?", rows=3, longest=2_000, help_text=f"{NOBODY} That it was done is enough.",
        error_messages={"required": "Write what came of it, even if it is little"},
    )  # fmt: skip
    people = forms.IntegerField(
        label="How many people were reached?", required=False, min_value=0, max_value=30_000,
        help_text="If it was counted. In the report, 1 to 4 are not shown.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    again = forms.BooleanField(label="It is due once more after this", required=False)

    def __init__(self, comes_again: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not comes_again:
            del self.fields["again"]


class MoveForm(NobodyForm):
    """Another moment, and why."""

    due_on = day("When is it due instead?")
    due_time = at("At what time?")
    why = Words(label="Why is it moved?", rows=2, longest=400, error_messages={"required": "Write why it is moved"})


class GiveForm(OnceForm):
    """Who sees to a step."""

    def __init__(self, seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = people(
            "Who sees to it?", seats, required=False,
            help_text="Only people who may read this incident are listed: involve their agency first.",
        )  # fmt: skip


class AddForm(NobodyForm):
    """A step that the checklist does not have."""

    title = forms.CharField(
        label="What is to be done?", max_length=200, error_messages={"required": "Write what is to be done"}
    )
    sort = forms.ChoiceField(label="What is it about?", choices=[*SORTS.items()])
    phase = forms.ChoiceField(label="When does it belong?", choices=[*PHASES.items()], widget=Radios)
    due_on = day("By when?")
    due_time = at("At what time?")

    def __init__(self, seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = people("Who sees to it?", seats, required=False)
        self.order_fields(["title", "owner", "due_on", "due_time", "phase", "sort"])

    def added(self) -> Added:
        given = self.cleaned_data
        names = ("title", "owner", "phase", "sort")
        return Added(due=given["due"], **{name: given[name] for name in names})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given | {"due": moment_of(self, "due")}


class MeetingForm(NobodyForm):
    """A meeting, who was there, and what it decided."""

    title = forms.CharField(
        label="Which meeting was it?", max_length=120, initial="Meeting of key partners",
        error_messages={"required": "Say which meeting it was"},
    )  # fmt: skip
    held_on = day("When was it?")
    held_time = at("At what time?")
    present = forms.MultipleChoiceField(
        label="Which agencies were there?", widget=Checkboxes, error_messages={"required": "Choose the agencies"}
    )
    decisions = Words(label="What was decided?", rows=4, longest=4_000, required=False, help_text=NOBODY)

    def __init__(self, agencies: Iterable[Agency], seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, listed = by_id(agencies), list(seats)
        self.fields["present"].choices = [(key, one.name) for key, one in self.rows.items()]  # type: ignore[attr-defined]
        for n in ACTIONS:
            self.fields[f"action_{n}"] = forms.CharField(label=f"Action {n}", max_length=200, required=False)
            self.fields[f"owner_{n}"] = people(f"Who sees to action {n}?", listed, required=False)
            self.fields[f"due_{n}_on"] = DayField(label=f"By when, action {n}?", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["held"] = moment_of(self, "held")
        for n in ACTIONS:
            if given.get(f"action_{n}") and not (given.get(f"owner_{n}") and given.get(f"due_{n}_on")):
                self.add_error(f"action_{n}", f"Action {n} needs somebody who sees to it, and a day")
        return given

    def agencies(self) -> tuple[Agency, ...]:
        return tuple(self.rows[key] for key in self.cleaned_data["present"])


class MessageForm(NobodyForm):
    """A message, to be approved by somebody else."""

    phase = forms.ChoiceField(label="What is it?", choices=MessagePhase.choices, widget=Radios)
    audience = forms.ChoiceField(label="Who is told?", choices=Audience.choices)
    channel = forms.ChoiceField(label="By which way?", choices=Channel.choices)
    text = Words(
        label="What is said?", rows=6, longest=4_000,
        help_text=f"What is confirmed and what is done; no guess. {NOBODY}",
        error_messages={"required": "Write what is said"},
    )  # fmt: skip


class SentForm(OnceForm):
    """When a message was sent."""

    sent_on = day("When was it sent?")
    sent_time = at("At what time?")


class ReferForm(OnceForm):
    """That a referral was made, and its reference."""

    service = forms.ChoiceField(label="Where did the referral go?", choices=Service.choices)
    reference = forms.CharField(
        label="Reference", max_length=40,
        help_text="The number that the service gave, like MASH-20417. Never who it is about.",
        error_messages={"required": "Enter the reference that the service gave"},
    )  # fmt: skip
    made_on = day("On which day was it made?")


class TemplateStepForm(NobodyForm):
    """One step of the checklist."""

    title = forms.CharField(label="What is to be done?", max_length=200)
    part = forms.ChoiceField(label="Part of the checklist")
    phase = forms.ChoiceField(label="When?", choices=[*PHASES.items()], widget=Radios)
    sort = forms.ChoiceField(label="What is it about?", choices=[*SORTS.items()])
    owner = forms.CharField(label="Who usually sees to it?", max_length=120)
    reason = Words(label="Why is it done?", rows=2, longest=400)
    since = forms.ChoiceField(label="What does its clock count from?", choices=FROM, required=False)
    days = forms.IntegerField(
        label="Days", required=False, min_value=-3_660, max_value=3_660,
        help_text="Before an anniversary, a trial or a publication: with a minus.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    hours = forms.IntegerField(
        label="Hours", required=False, min_value=0, max_value=3_660,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    every = forms.IntegerField(
        label="Then again every so many days", required=False, min_value=0, max_value=3_660,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    why = forms.CharField(
        label="What do you change, and why?",
        max_length=400,
        error_messages={"required": "Say what you change, and why"},
    )

    def __init__(self, parts: Iterable[Part], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one.key, one.title) for one in parts]  # type: ignore[attr-defined]

    def step(self, key: str) -> Step:
        given = self.cleaned_data
        numbers = {name: given[name] or 0 for name in ("hours", "days", "every")}
        texts = {name: given[name] for name in ("part", "phase", "sort", "title", "owner")}
        return Step(key=key, why=given["reason"], clock=Clock(given["since"], **numbers), **texts)

    @staticmethod
    def first(step: Step) -> dict[str, Any]:
        """The step as it stands."""
        names = ("title", "part", "phase", "sort", "owner")
        clock = {name: getattr(step.clock, name) or None for name in ("since", "hours", "days", "every")}
        return {name: getattr(step, name) for name in names} | clock | {"reason": step.why}


class BringForm(NobodyForm):
    """A whole checklist, as a file."""

    file = forms.FileField(label="The checklist", error_messages={"required": "Choose the file"})
    why = forms.CharField(
        label="What do you change, and why?",
        max_length=400,
        error_messages={"required": "Say what you change, and why"},
    )
