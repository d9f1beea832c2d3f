"""Invented questions for `/design/`."""

from typing import Any

from django import forms

from commonground.web.forms.look import Checkboxes, DayField, Radios

VIEWS = (("monthly", "Every month"), ("quarterly", "Every quarter"), ("rolling", "Twelve months to each month"))
AGENCIES = (("council", "Council"), ("police", "Police"), ("health", "Health"), ("fire", "Fire and rescue"))


class Look(forms.Form):
    """One question of each kind."""

    name = forms.CharField(label="Name of the agency", help_text="As it is known to the public.")
    email = forms.EmailField(label="Email address", required=False)
    number = forms.IntegerField(
        label="How many people attended?", widget=forms.NumberInput({"class": "govuk-input--width-4"})
    )
    day = DayField(label="When did the panel meet?", help_text="For example, 27 3 2026.")
    view = forms.ChoiceField(
        label="Which view?", choices=VIEWS, widget=Radios(hints={"rolling": "Smooths the seasons; slow to turn."})
    )
    agencies = forms.MultipleChoiceField(label="Who was there?", choices=AGENCIES, widget=Checkboxes)
    theme = forms.ChoiceField(label="Theme", choices=[("", "Choose a theme"), ("streets", "Safer streets")])
    words = forms.CharField(label="What was decided?", widget=forms.Textarea({"rows": 4}), max_length=300)
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"}))
    sure = forms.BooleanField(label="I have checked that nobody can be recognised")


class Sent(forms.Form):
    """A file."""

    file = forms.FileField(label="File with invented incidents")


class Asked(forms.Form):
    """Two questions that were answered wrongly."""

    panel = forms.CharField(label="Name of the panel", error_messages={"required": "Enter the name of the panel"})
    met = DayField(label="Day it met")
    agency = forms.ChoiceField(
        label="Who chaired it?", choices=AGENCIES, widget=Radios, error_messages={"required": "Choose who chaired it"}
    )


class Narrowed(forms.Form):
    """A filter."""

    place = forms.ChoiceField(label="Place", required=False, choices=[("", "All"), ("harbour", "Harbour")])
    kind = forms.MultipleChoiceField(
        label="Kind of agency",
        required=False,
        choices=AGENCIES,
        widget=Checkboxes({"class": "govuk-checkboxes--small"}),
    )


def asked_and_wrong(data: dict[str, Any] | None = None) -> Asked:
    """The form as it comes back, its ids apart from those of the other form on the page."""
    given = data or {"met_day": "31", "met_month": "2", "met_year": "2026"}
    return Asked(given, prefix=None, auto_id="wrong_%s")
