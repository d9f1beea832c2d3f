"""What is asked before a plan is public, and of who comments on it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonground.plan.models import PublicComment
from commonground.plan.models.publication import LONGEST_COMMENT
from commonground.plan.reducing import Chosen
from commonground.web.forms.look import Checkboxes, Radios
from commonground.web.forms.once import OnceForm
from commonground.web.forms.passage import UnpublishForm

__all__ = ["AskForm", "CommentForm", "DecideForm", "PublishForm", "RefuseForm", "ReplyForm", "UnpublishForm"]


class AskForm(OnceForm):
    """What is published of the last closed review. ``pointed_out`` are the texts that look as if they tell who a person
    is, ``others`` the rest: a place and its title.
    """

    plain_summary = forms.CharField(
        label="Summary in plain English",
        help_text="Stands first on the public page: what the plan is for and who does what. No names.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write a summary that somebody who knows nothing of the plan understands"},
    )
    costs = forms.BooleanField(
        label="Show what each action costs a year, roughly, who pays, and until when", required=False
    )
    left_out = forms.MultipleChoiceField(
        label="Leave these texts out", required=False, widget=Checkboxes,
        help_text="A text that names a person, or by which one could be known, is not published.",
    )  # fmt: skip

    others = forms.MultipleChoiceField(label="Leave these out, too", required=False, widget=Checkboxes)

    def __init__(
        self, pointed_out: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, places in (("left_out", list(pointed_out)), ("others", list(others))):
            self.fields[name].choices = places  # type: ignore[attr-defined]
            if not places:
                del self.fields[name]

    def chosen(self) -> Chosen:
        given = self.cleaned_data
        left_out = frozenset((*given.get("left_out", ()), *given.get("others", ())))
        return Chosen(given["plain_summary"], given["costs"], left_out)


class PublishForm(OnceForm):
    """That each place was read. ``places`` is how many there are."""

    read = forms.BooleanField(
        error_messages={"required": "Read each of the places above, then say that you have"}
    )

    def __init__(self, places: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = "the place above, and it tells" if places == 1 else f"the {places} places above, and they tell"
        self.fields["read"].label = f"I have read {said} nobody who a person is"
        if not places:
            del self.fields["read"]


class CommentForm(forms.Form):
    """A comment of a member of the public. Nothing is asked by which somebody could be found."""

    text = forms.CharField(
        label="Your comment",
        help_text=f"Up to {LONGEST_COMMENT:,} characters. Do not name anybody, or say where somebody lives or studies.",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Write a comment",
            "max_length": f"Your comment must be {LONGEST_COMMENT:,} characters or fewer",
        },
    )
    name = forms.CharField(
        label="Your first name",
        help_text="It is shown with the comment. You can leave it empty.",
        max_length=40,
        required=False,
        error_messages={"max_length": "The name must be 40 characters or fewer"},
    )


class DecideForm(OnceForm):
    """Whether a comment is shown, and if not, why."""

    decision = forms.ChoiceField(
        label="What becomes of this comment?",
        choices=(("shown", "Show it on the public page"), ("refused", "Do not show it")),
        widget=Radios,
        error_messages={"required": "Choose what becomes of the comment"},
    )
    because = forms.ChoiceField(
        label="If you do not show it: why?",
        choices=PublicComment.Because.choices,
        widget=Radios(hints={"names": "The words are erased.", "asked": "The words are erased."}),
        required=False,
    )

    def clean(self) -> None:
        if self.cleaned_data.get("decision") == "refused" and not self.cleaned_data.get("because"):
            self.add_error("because", "Choose why the comment is not shown")


class RefuseForm(OnceForm):
    """Why a comment that is shown is taken away."""

    because = forms.ChoiceField(
        label="Why is it taken away?",
        choices=PublicComment.Because.choices,
        widget=Radios(hints={"names": "The words are erased.", "asked": "The words are erased."}),
        error_messages={"required": "Choose why the comment is taken away"},
    )


class ReplyForm(OnceForm):
    """What the partnership answers."""

    text = forms.CharField(
        label="Reply in the partnership’s name",
        help_text="It is shown under the comment. Leave it empty to take a reply away.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
