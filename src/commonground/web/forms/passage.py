"""An officer’s text, and the words that go with a decision on an assessment."""

from typing import Any

from django import forms

from commonground.papers.prompts import Part
from commonground.web.forms.once import OnceForm

LONGEST = 40_000
SHORT = 1_000


class PassageForm(OnceForm):
    """One text, with the number of the version that its writer began from."""

    says_optional = False  # an empty text is one that is not written yet
    text = forms.CharField(required=False, strip=True)
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, part: Part, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = SHORT if part.short else LONGEST
        self.fields["text"] = forms.CharField(
            label=part.title,
            help_text=part.prompt + ("" if part.short else " Leave an empty line between paragraphs."),
            required=False,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 4 if part.short else 14}),
            error_messages={"max_length": f"The text must be {longest:,} characters or fewer"},
        )

    def clean_text(self) -> str:
        """Line ends as a file has them, whichever browser sent them."""
        return "\n".join(line.rstrip() for line in self.cleaned_data["text"].splitlines()).strip()


class ReturnForm(OnceForm):
    """Why an assessment is sent back."""

    why = forms.CharField(
        label="What has to change",
        help_text="Those who wrote it see this.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what has to change before it can be published"},
    )


class UnpublishForm(OnceForm):
    """Why an assessment leaves the public page."""

    why = forms.CharField(
        label="Why it is taken off the public page",
        help_text="The reason is kept with your name.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why it is taken off the public page"},
    )
