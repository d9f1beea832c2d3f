"""What reviewers write of a submitted plan, and what the partnership answers."""

from typing import Any

from django import forms

from commonground.plan.models import Feedback, Response
from commonground.web.forms.look import DayField
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import BegunForm, Words

READ_BY = "The partnership reads it once the feedback is sent."


class RemarkForm(OnceForm):
    """A comment on one thing of the submission."""

    text = Words(
        label="Your comment", rows=6, longest=4000, help_text=f"{READ_BY} Name nobody.",
        error_messages={"required": "Write a comment, or go back without one"},
    )  # fmt: skip


class FeedbackForm(BegunForm):
    """The formal feedback on a submission."""

    summary = Words(
        label="Summary", rows=6, longest=6000, help_text="What you make of the plan as a whole.",
        error_messages={"required": "Write a summary of the feedback"},
    )  # fmt: skip
    strengths = Words(label="Strengths", rows=5, longest=6000, required=False)
    to_do = Words(label="What is to be done", rows=5, longest=6000, required=False)
    by_when = DayField(
        label="By when", required=False, help_text="The day by which you ask for it, for example 30 9 2026."
    )

    @staticmethod
    def values(feedback: Feedback) -> dict[str, Any]:
        return {name: getattr(feedback, name) for name in ("summary", "strengths", "to_do", "by_when")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("to_do") and not given.get("by_when") and "by_when" not in self.errors:
            self.add_error("by_when", "Say by when it is to be done")
        if given.get("by_when") and not given.get("to_do"):
            self.add_error("to_do", "Say what is to be done by that day")
        return given


class ReplyForm(OnceForm):
    """The answer to one comment."""

    text = Words(
        label="Your answer", rows=6, longest=4000, help_text="The reviewers read it once the response is sent.",
        error_messages={"required": "Write an answer, or go back without one"},
    )  # fmt: skip


class ResponseForm(BegunForm):
    """The response to the formal feedback."""

    text = Words(
        label="Your response", rows=14, longest=12_000,
        help_text="What the partnership does about it. It may be published later, so name nobody. "
        "Leave an empty line between paragraphs.",
        error_messages={"required": "Write the response"},
    )  # fmt: skip

    @staticmethod
    def values(response: Response) -> dict[str, Any]:
        return {"text": response.text}


class TakenOffForm(OnceForm):
    """Why something is no longer shown."""

    why = forms.CharField(
        label="Why", help_text="The reason is kept with your name.", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "Say why"},
    )  # fmt: skip
