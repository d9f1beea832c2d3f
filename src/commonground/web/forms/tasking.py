"""What is asked of a tasking meeting: when and where it is, what is brought, who came, decisions, tasks and updates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commonground.partnership.models import Agency, Membership
from commonground.registers.changes.tasking import Planned
from commonground.registers.models import Entry, TaskingDecision, TaskingItem, TaskingMeeting, TaskingTask
from commonground.registers.tasking.terms import Came, TaskState
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.words import BegunForm, Words

TEXT = 4_000
NOBODY = "Nobody’s name, and nothing by which somebody could be known."


class MeetingForm(BegunForm):
    """When, where, who chairs and who is invited."""

    held_on = DayField(label="When is the meeting?", error_messages={"required": "Enter the day of the meeting"})
    starts = forms.TimeField(
        label="When does it begin?", required=False, help_text="Such as 10:00.",
        error_messages={"invalid": "Enter a time, like 10:00"},
    )  # fmt: skip
    place = forms.CharField(
        max_length=200, label="Where is it?", help_text="A room, or that it is a call. Do not write the link to join.",
        error_messages={"required": "Enter where it is"},
    )  # fmt: skip
    chair = forms.ChoiceField(label="Who chairs it?", error_messages={"required": "Choose who chairs it"})
    agencies = forms.MultipleChoiceField(
        label="Which agencies are invited?", widget=Checkboxes,
        error_messages={"required": "Choose at least one agency to invite"},
    )  # fmt: skip

    def __init__(self, chairs: Iterable[Membership], agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {one.public_id: one for one in chairs}
        self.tables = {one.public_id: one for one in agencies}
        named = [(key, f"{one.user.name}, {one.agency.name}") for key, one in self.seats.items()]
        self.fields["chair"].choices = [("", "Choose"), *named]  # type: ignore[attr-defined]
        self.fields["agencies"].choices = [(key, one.name) for key, one in self.tables.items()]  # type: ignore[attr-defined]

    def planned(self) -> Planned:
        given = self.cleaned_data
        return Planned(
            held_on=given["held_on"], starts=given["starts"], place=given["place"], chair=self.seats[given["chair"]],
            agencies=tuple(self.tables[key] for key in given["agencies"]),
        )  # fmt: skip

    @staticmethod
    def values(row: TaskingMeeting) -> dict[str, Any]:
        return {
            "held_on": row.held_on, "starts": row.starts and f"{row.starts:%H:%M}", "place": row.place,
            "chair": row.chair.public_id if row.chair else "",
            "agencies": [one.agency.public_id for one in row.attendance.all()],
        }  # fmt: skip


class BringForm(NobodyForm):
    """An item for the agenda."""

    title = forms.CharField(
        max_length=200, label="What is it?", help_text="In a few words, such as Lights in Example Park.",
        error_messages={"required": "Enter what it is"},
    )  # fmt: skip
    text = Words(label="What do you ask of the meeting?", rows=4, longest=TEXT, required=False, help_text=NOBODY)


class MinuteForm(NobodyForm, BegunForm):
    """What was said of an item."""

    minute = Words(label="What was said?", rows=8, longest=TEXT, required=False, help_text=NOBODY)

    @staticmethod
    def values(row: TaskingItem) -> dict[str, Any]:
        return {"minute": row.minute}


class HoldForm(BegunForm):
    """Which of the invited agencies were there."""

    def __init__(self, meeting: TaskingMeeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = {f"agency_{one.agency.public_id}": one for one in meeting.attendance.select_related("agency")}
        for name, one in self.invited.items():
            first = one.came if one.came != Came.INVITED else Came.CAME
            self.fields[name] = forms.ChoiceField(
                label=one.agency.name, widget=Radios, choices=[c for c in Came.choices if c[0] != Came.INVITED],
                initial=first, error_messages={"required": f"{one.agency.name}: choose whether it was there"},
            )  # fmt: skip

    def attendance(self) -> dict[int, str]:
        return {one.agency_id: self.cleaned_data[name] for name, one in self.invited.items()}


class DecisionForm(NobodyForm, BegunForm):
    """A decision: what, why, whose, by when."""

    text = Words(
        label="What was decided?", rows=4, longest=TEXT, help_text=NOBODY,
        error_messages={"required": "Write what was decided"},
    )  # fmt: skip
    reason = Words(
        label="Why?", rows=3, longest=TEXT, help_text="What was recorded or reported that asks for it.",
        error_messages={"required": "Write why it was decided"},
    )  # fmt: skip
    agency = forms.ChoiceField(
        label="Which agency sees to it?", error_messages={"required": "Choose the agency that sees to it"}
    )
    due = DayField(label="By when?", error_messages={"required": "Enter the day by which it is done"})
    item = forms.ChoiceField(label="To which item of the agenda does it belong?", required=False)

    def __init__(self, agencies: Iterable[Agency], items: Iterable[TaskingItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = {one.public_id: one for one in agencies}
        self.items = {one.public_id: one for one in items}
        self.fields["agency"].choices = _named(self.tables)  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", "None"), *((key, one.title) for key, one in self.items.items())]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in ("text", "reason", "due")}
        chosen = {"agency": self.tables[self.cleaned_data["agency"]], "item": self.items.get(self.cleaned_data["item"])}
        return found | chosen

    @staticmethod
    def values(row: TaskingDecision) -> dict[str, Any]:
        return {
            "text": row.text, "reason": row.reason, "due": row.due, "agency": row.agency.public_id,
            "item": row.item.public_id if row.item else "",
        }  # fmt: skip


class TaskForm(NobodyForm, BegunForm):
    """A task to a service."""

    text = forms.CharField(
        max_length=300, label="What is to be done?", help_text=NOBODY,
        error_messages={"required": "Write what is to be done"},
    )  # fmt: skip
    agency = forms.ChoiceField(label="Which service does it?", error_messages={"required": "Choose the service"})
    owner = forms.ChoiceField(
        label="Who there?", required=False, help_text="Or nobody: then any member of the service says how it goes."
    )
    due = DayField(label="By when?", error_messages={"required": "Enter the day by which it is done"})
    decision = forms.ChoiceField(label="Which decision asked for it?", required=False)

    def __init__(
        self, agencies: Iterable[Agency], seats: Iterable[Membership], decisions: Iterable[TaskingDecision], *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.tables = {one.public_id: one for one in agencies}
        self.seats = {one.public_id: one for one in seats}
        self.decisions = {one.public_id: one for one in decisions}
        named = [(key, f"{one.agency.name}: {one.user.name}") for key, one in self.seats.items()]
        self.fields["agency"].choices = _named(self.tables)  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Nobody in particular"), *sorted(named, key=lambda one: one[1])]  # type: ignore[attr-defined]
        known = [(key, str(one)) for key, one in self.decisions.items()]
        self.fields["decision"].choices = [("", "None"), *known]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "text": given["text"], "due": given["due"], "agency": self.tables[given["agency"]],
            "owner": self.seats.get(given["owner"]), "decision": self.decisions.get(given["decision"]),
        }  # fmt: skip

    @staticmethod
    def values(row: TaskingTask) -> dict[str, Any]:
        return {
            "text": row.text, "due": row.due, "agency": row.agency.public_id,
            "owner": row.owner.public_id if row.owner else "",
            "decision": row.decision.public_id if row.decision else "",
        }  # fmt: skip


class TellForm(NobodyForm):
    """How a task stands: three questions, in a minute, on a phone."""

    state = forms.ChoiceField(
        label="How does it stand?", widget=Radios(hints={
            TaskState.OPEN: "It is carried forward to the next meeting.",
            TaskState.ENDED: "Say why. The meeting sees it.",
        }),
        choices=[(TaskState.DONE, "Done"), (TaskState.OPEN, "Still going on"), (TaskState.ENDED, "Cannot be done")],
        error_messages={"required": "Choose how it stands"},
    )  # fmt: skip
    text = Words(
        label="What was done, or why not?", rows=3, longest=1_000, help_text=NOBODY,
        error_messages={"required": "Write a few words"},
    )  # fmt: skip
    due = DayField(label="A later day, if it needs one", required=False)


class CorrectionForm(NobodyForm):
    """A mistake in approved minutes."""

    text = Words(
        label="What was wrong, and what is right?", rows=4, longest=TEXT, help_text=NOBODY,
        error_messages={"required": "Write what was wrong, and what is right"},
    )  # fmt: skip


class EntriesForm(BegunForm):
    """Entries of the registers that a decision asked for."""

    entries = forms.MultipleChoiceField(label="Which entries did it ask for?", required=False, widget=Checkboxes)

    def __init__(self, entries: Mapping[str, Entry], titles: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = entries
        named = [(key, f"{titles[one.register]}: {one} ({one.on:%-d %B %Y})") for key, one in entries.items()]
        self.fields["entries"].choices = named  # type: ignore[attr-defined]


class TasksFilter(forms.Form):
    """Which tasks are listed."""

    says_optional = False
    agency = forms.ChoiceField(label="Service", required=False)
    state = forms.ChoiceField(label="How it stands", required=False, choices=[("", "Any"), *TaskState.choices])

    def __init__(self, agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Any"), *((one.public_id, one.name) for one in agencies)]  # type: ignore[attr-defined]


def _named(tables: Mapping[str, Agency]) -> list[tuple[str, str]]:
    return [("", "Choose"), *((key, one.name) for key, one in tables.items())]
