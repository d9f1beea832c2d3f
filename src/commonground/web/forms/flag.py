"""What is asked of who decides on a pattern in the log."""

from django import forms

from commonground.partnership.models import Flag
from commonground.web.forms.look import Radios


class DecideForm(forms.Form):
    """The decision, and why."""

    outcome = forms.ChoiceField(
        label="What did you decide?",
        choices=Flag.Outcome.choices,
        widget=Radios,
        error_messages={"required": "Say what you decided"},
    )
    note = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you found, and with whom you spoke. Do not repeat what the person looked at.",
        error_messages={"required": "Enter the reason for your decision"},
    )
