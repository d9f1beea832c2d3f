"""What is asked of those who read the access log."""

import re
from typing import Any

from django import forms

from commonground.partnership.access_log.reading import KINDS, PURPOSES, Wanted
from commonground.partnership.models import User
from commonground.web.forms.look import DayField, Radios

RECORD = re.compile(r"[a-z_]+:\S+|access log")


class PurposeForm(forms.Form):
    """Why: one of the four purposes for which the law lets a log be used."""

    purpose = forms.ChoiceField(
        label="Why are you reading the access log?",
        choices=[(key, text[0].upper() + text[1:]) for key, text in PURPOSES.items()],
        widget=Radios,
        help_text="The law permits these four purposes and no other. Your answer, and what you look at, are recorded.",
        error_messages={
            "required": "Say why you are reading the access log",
            "invalid_choice": "Say which of the four purposes it is",
        },
    )

    @property
    def said(self) -> str:
        """The purpose in words."""
        return PURPOSES[self.cleaned_data["purpose"]]


class WantedForm(forms.Form):
    """Which rows."""

    purpose = forms.CharField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label="Person", required=False)
    kind = forms.ChoiceField(label="Kind of act", required=False, choices=[("", "Any"), *KINDS])
    record = forms.CharField(
        label="Record", required=False, max_length=200, help_text="As a row names it, like agency:7hk2m9pqr4tx"
    )
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    refused = forms.BooleanField(label="Only what was refused", required=False)

    def __init__(self, people: dict[str, User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"].choices = [("", "Anyone"), *((key, str(one)) for key, one in people.items())]  # type: ignore[attr-defined]

    def clean_record(self) -> str:
        record: str = self.cleaned_data["record"].strip()
        if record and not RECORD.fullmatch(record):
            raise forms.ValidationError("Enter a record as a row names it, like agency:7hk2m9pqr4tx")
        return record

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")

    def wanted(self) -> Wanted:
        """What is asked for; a question that was answered wrongly is left open."""
        said = self.cleaned_data
        return Wanted(
            person=self.people.get(said.get("person", "")),
            record=said.get("record", ""),
            kind=said.get("kind", ""),
            since=said.get("since"),
            until=said.get("until"),
            refused=bool(said.get("refused")),
        )


class CopyForm(PurposeForm):
    """For whom a copy of the log is."""

    recipient = forms.CharField(
        label="Who is the copy for?",
        max_length=200,
        help_text="A person and their organisation. It is recorded as a disclosure to them.",
        error_messages={"required": "Enter who the copy is for"},
    )
