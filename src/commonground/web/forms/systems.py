"""What an administrator says of a system before its key is made."""

from django import forms

from commonground.partnership.changes.systems import LONGEST


class NewKey(forms.Form):
    """A system, what it does with what it reads, and for how long."""

    name = forms.CharField(
        label="Name of the system", max_length=80, help_text="As people here know it: “Council dashboard”.",
        error_messages={"required": "Enter the name of the system"},
    )  # fmt: skip
    purpose = forms.CharField(
        label="What it reads the figures for", max_length=300,
        help_text="The access log shows this with every call. It leaves the partnership, so be exact.",
        error_messages={"required": "Enter what it reads the figures for"},
    )  # fmt: skip
    registers = forms.BooleanField(
        label="It may read the registers, too", required=False,
        help_text="Their entries with all notes, but no restricted column. Leave it out unless the system needs them.",
    )  # fmt: skip
    days = forms.IntegerField(
        label="How many days the key works", min_value=1, max_value=LONGEST, initial=90,
        help_text=f"Up to {LONGEST}. After that make another one.",
        error_messages={
            "required": "Enter how many days the key works",
            "invalid": "Enter a whole number of days",
            "min_value": "The key must work for at least 1 day",
            "max_value": f"The key can work for {LONGEST} days at most",
        },
    )  # fmt: skip
