"""What is asked in a quarterly review: of who runs it, of owners, of the board, and of who keeps the minutes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html

from commonground.plan.changes.review_meetings import Minuted
from commonground.plan.changes.review_updates import Update
from commonground.plan.models import Challenge, Meeting, ReviewRound, ReviewRow, Task
from commonground.plan.status import Derived
from commonground.plan.terms import Rag, StandingItem
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import BegunForm, Words

TEXTS = ("rag_reason", "progress", "next_steps", "barriers", "help_needed")
TEXT = 4_000


class OpenForm(OnceForm):
    """A review to come."""

    title = forms.CharField(
        max_length=100, label="Which months is it about?", help_text="Such as July to September 2026.",
        error_messages={"required": "Enter the months that the review is about"},
    )  # fmt: skip
    due = DayField(
        label="By when are updates due?", error_messages={"required": "Enter the day by which updates are due"}
    )
    meeting_on = DayField(label="When does the board meet?", required=False)


class UpdateForm(BegunForm):
    """How one action goes: at most seven questions. What was said last time stands beside each."""

    tasks = forms.MultipleChoiceField(
        label="Which of these tasks are done now?", required=False, widget=Checkboxes,
        help_text="Leave the others as they are.",
    )  # fmt: skip
    rag = forms.ChoiceField(
        label="How does it go?", widget=Radios, choices=Rag.choices, error_messages={"required": "Choose how it goes"}
    )
    rag_reason = Words(label="Why do you see it differently?", required=False, rows=2, longest=TEXT)
    progress = Words(
        label="What has happened?", rows=4, longest=TEXT,
        error_messages={"required": "Write what has happened, even if it is little"},
    )  # fmt: skip
    next_steps = Words(label="What comes next, and by when?", required=False, rows=3, longest=TEXT)
    barriers = Words(label="What stands in the way?", required=False, rows=2, longest=TEXT)
    help_needed = Words(label="What help do you need, and from whom?", required=False, rows=2, longest=TEXT)

    def __init__(
        self, tasks: Iterable[Task], last: ReviewRow | None, follows: Derived, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open = {one.public_id: one for one in tasks}
        self.fields["tasks"].choices = [(key, _due(one)) for key, one in self.open.items()]  # type: ignore[attr-defined]
        if not self.open:
            del self.fields["tasks"]
        said = follows.rag.label.lower() if follows.rag else "nothing"
        self.fields["rag"].help_text = format_html("Tasks and dates say: {}. {}", said, follows.because)
        self.fields["rag_reason"].help_text = f"Only if you did not choose “{said}”."
        if last is not None and last.received:
            self._beside(last)

    def _beside(self, last: ReviewRow) -> None:
        """What was said last time, under each question."""
        self.fields["progress"].label = f"What has happened since the review of {last.round.title}?"
        said = {name: getattr(last, name) for name in TEXTS} | {"rag": last.get_rag_display()}
        for name, text in said.items():
            if text:
                now = self.fields[name].help_text
                self.fields[name].help_text = format_html("{}{}Last time: {}", now, " " if now else "", text)

    def update(self) -> Update:
        """What was typed."""
        given = {name: self.cleaned_data[name] for name in ("rag", *TEXTS)}
        return Update(**given, tasks=tuple(self.open[key] for key in self.cleaned_data.get("tasks", ())))

    @staticmethod
    def values(row: ReviewRow) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("rag", *TEXTS)}


def _due(task: Task) -> str:
    return f"{task.title} (due {task.due:%-d %B %Y})" if task.due else task.title


class CorrectionForm(OnceForm):
    """What was wrong in a closed review."""

    text = Words(
        label="What was wrong, and what is right?", rows=4, longest=TEXT,
        error_messages={"required": "Write what was wrong, and what is right"},
    )  # fmt: skip


class ChallengeForm(OnceForm):
    """What the board asks."""

    text = Words(
        label="What does the board ask?", rows=4, longest=TEXT, help_text="The owner and the plan owner see it.",
        error_messages={"required": "Write what the board asks"},
    )  # fmt: skip


class ReplyForm(BegunForm):
    """The reply to the board."""

    reply = Words(label="Your reply", rows=5, longest=TEXT, error_messages={"required": "Write the reply"})

    @staticmethod
    def values(row: Challenge) -> dict[str, Any]:
        return {"reply": row.reply}


class SettleForm(BegunForm):
    """What the board decided on a challenge."""

    decision = Words(
        label="What did the board decide?", rows=4, longest=TEXT,
        error_messages={"required": "Write what the board decided"},
    )  # fmt: skip
    minute = forms.CharField(
        label="Where do the minutes have it?", required=False, max_length=60, help_text="Such as Minute 6.2."
    )

    @staticmethod
    def values(row: Challenge) -> dict[str, Any]:
        return {"decision": row.decision, "minute": row.minute}


class DecideForm(OnceForm):
    """At which meeting the board decided."""

    meeting_on = DayField(label="When did the board meet?", error_messages={"required": "Enter the day of the meeting"})
    minute = forms.CharField(
        label="Where do the minutes have it?", max_length=60, help_text="Such as Minute 6.",
        error_messages={"required": "Enter where the minutes have it"},
    )  # fmt: skip


class CompareForm(forms.Form):
    """Any two closed reviews."""

    says_optional = False
    earlier = forms.ChoiceField(label="Earlier review", required=False)
    later = forms.ChoiceField(label="Later review", required=False)

    def __init__(self, rounds: Iterable[ReviewRound], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            self.fields[name].choices = [(one.public_id, str(one)) for one in rounds]  # type: ignore[attr-defined]


class MeetingForm(OnceForm):
    """One meeting, and which of the standing items were minuted."""

    held_on = DayField(label="When was the meeting?", error_messages={"required": "Enter the day of the meeting"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in StandingItem:
            self.fields[item] = forms.BooleanField(label=f"Minuted: {item.label}", required=False)
            self.fields[f"{item}_minute"] = forms.CharField(
                label=f"Number of the minute: {item.label}", required=False, max_length=20, help_text="Such as 4.1."
            )
        self.fields["count"] = forms.IntegerField(
            label="How many habitual knife carriers were considered?", required=False, min_value=0, max_value=100_000,
            help_text="A number alone. Never write a name here or anywhere else on this site. A count from 1 to 4 is "
            "not shown to anybody who reads this page.",
        )  # fmt: skip

    def items(self) -> dict[str, Minuted]:
        given = self.cleaned_data
        counted = {StandingItem.CARRIERS: given["count"]}
        return {item: Minuted(given[item], given[f"{item}_minute"], counted.get(item)) for item in StandingItem}

    @staticmethod
    def first(meeting: Meeting) -> dict[str, Any]:
        """What is recorded."""
        found: dict[str, Any] = {"held_on": meeting.held_on}
        for one in meeting.items.all():
            found |= {one.item: one.minuted, f"{one.item}_minute": one.minute}
            if one.item == StandingItem.CARRIERS:
                found["count"] = one.count
        return found
