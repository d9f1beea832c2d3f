"""What is asked about an action, in parts that are each short enough for a phone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commonground.partnership.models import Agency, Membership
from commonground.plan.models import Action, Answer, Theme
from commonground.plan.narrowing import NOBODY
from commonground.plan.reading import ShownAction
from commonground.plan.terms import ActionKind, ActionState, CostBand, Direction, Level, Priority, Rag, Timeliness
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.once import OnceForm
from commonground.web.forms.plan import measures_by_subject
from commonground.web.forms.words import BegunForm, Words

TITLE = {"required": "Say what is to be done", "max_length": "It must be 300 characters or fewer"}
NOBODY_YET = [("", "Nobody yet")]


class Seats:
    """A question for the accountable person: everyone with an open seat, with agency and role."""

    def offer(self, seats: Iterable[Membership], name: str = "owner") -> None:
        self.seats = {one.public_id: one for one in seats}
        self.fields[name].choices = NOBODY_YET + [  # type: ignore[attr-defined]
            (key, f"{one.user.name}, {one.agency.name} ({one.get_role_display().lower()})")
            for key, one in self.seats.items()
        ]

    def clean_owner(self) -> Membership | None:
        return self.seats.get(self.cleaned_data["owner"])  # type: ignore[attr-defined]


class AddActionForm(Seats, OnceForm):
    """A new action: only what it cannot be without."""

    title = forms.CharField(max_length=300, label="What is to be done?", error_messages=TITLE)
    kind = forms.ChoiceField(
        label="Is there somebody, and something, to do it with?", choices=ActionKind.choices, widget=Radios(hints={
            ActionKind.RESOURCED: "One person answers for it, for one agency.",
            ActionKind.DEVELOPING: "An idea to be kept, until it has a person and the means.",
        }), initial=ActionKind.RESOURCED, error_messages={"required": "Choose one"},
    )  # fmt: skip
    owner = forms.ChoiceField(label="Who is accountable?", required=False, help_text="One person, even if many help.")
    due = DayField(label="By when?", required=False)
    success = Words(label="What does success look like?", required=False, rows=3)
    serves = forms.MultipleChoiceField(
        label="Which standards and options does it serve?", required=False, widget=Checkboxes
    )

    def __init__(self, seats: Iterable[Membership], answers: Iterable[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(seats)
        _offer_answers(self, answers)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == ActionKind.RESOURCED and "owner" in given and given["owner"] is None:
            self.add_error("owner", "Choose who is accountable, or make it a developing action")
        return given


class WhatForm(BegunForm):
    """What an action is."""

    title = forms.CharField(max_length=300, label="What is to be done?", error_messages=TITLE)
    theme = forms.ChoiceField(error_messages={"required": "Choose a theme"})
    description = Words(label="In more detail", required=False, rows=6)
    success = Words(label="What does success look like?", required=False, rows=4)
    level = forms.ChoiceField(
        label="Where does it work?", required=False, choices=[("", "Not said"), *Level.choices],
        help_text="In the ecological model of the public health approach.",
    )  # fmt: skip
    notes = Words(label="Notes for this table alone", required=False, rows=3, help_text="Never published or submitted.")

    def __init__(self, themes: Iterable[Theme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {one.key: one for one in themes}
        self.fields["theme"].choices = [(key, one.title) for key, one in self.themes.items()]  # type: ignore[attr-defined]

    def clean_theme(self) -> Theme:
        return self.themes[self.cleaned_data["theme"]]


class WhenForm(BegunForm):
    """When it is done, and how much it matters."""

    starts = DayField(label="First day", required=False)
    due = DayField(label="Due", required=False)
    priority = forms.ChoiceField(required=False, choices=[("", "Not set"), *Priority.choices])
    weight = forms.IntegerField(
        required=False, min_value=0, max_value=100, help_text="From 0 to 100, if the partnership weighs its actions.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter a whole number from 0 to 100", "max_value": "Enter a number from 0 to 100",
                        "min_value": "Enter a number from 0 to 100"},
    )  # fmt: skip
    weight_reason = Words(
        label="Why this priority or weight?", required=False, rows=3, help_text="Needed where you set one.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts") and given.get("due") and given["due"] < given["starts"]:
            self.add_error("due", "It would be due before it starts; correct one of the days")
        if (given.get("priority") or given.get("weight") is not None) and not given.get("weight_reason"):
            self.add_error("weight_reason", "Say why it has this priority or weight")
        return given


class CostForm(BegunForm):
    """What it costs, and who pays until when."""

    cost_band = forms.ChoiceField(label="Cost", choices=CostBand.choices, widget=Radios)
    funder = forms.CharField(label="Who pays?", required=False, max_length=200)
    funded_until = DayField(label="Paid for until", required=False)


class ServesForm(OnceForm):
    """Which standards and options it serves."""

    serves = forms.MultipleChoiceField(label="It serves", required=False, widget=Checkboxes)

    def __init__(self, answers: Iterable[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_answers(self, answers)


class HelpersForm(OnceForm):
    """Which agencies help."""

    agencies = forms.MultipleChoiceField(
        label="Agencies that help", required=False, widget=Checkboxes,
        help_text="They contribute, without being accountable for it.",
    )  # fmt: skip

    def __init__(self, agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {one.public_id: one for one in agencies}
        self.fields["agencies"].choices = [(key, one.name) for key, one in self.agencies.items()]  # type: ignore[attr-defined]

    def clean_agencies(self) -> list[Agency]:
        return [self.agencies[key] for key in self.cleaned_data["agencies"]]


class WaitsForm(OnceForm):
    """Which other actions it cannot go on before."""

    on = forms.MultipleChoiceField(label="It waits for", required=False, widget=Checkboxes)

    def __init__(self, actions: Iterable[Action], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = {one.public_id: one for one in actions}
        self.fields["on"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.ref}: {one.title}") for key, one in self.actions.items()
        ]

    def clean_on(self) -> list[Action]:
        return [self.actions[key] for key in self.cleaned_data["on"]]


class ExpectForm(OnceForm):
    """One measure that should move."""

    measure = forms.ChoiceField(error_messages={"required": "Choose a measure"})
    direction = forms.ChoiceField(
        label="Which way?", choices=Direction.choices, widget=Radios, error_messages={"required": "Choose which way"}
    )
    by = DayField(label="By when?", required=False)
    why = Words(
        label="Why should it move?", required=False, rows=3,
        help_text="What has to happen between the action and the figure. Nothing here shows that one caused the other.",
    )  # fmt: skip

    def __init__(self, by_subject: Mapping[str, Iterable[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measures_by_subject(by_subject)  # type: ignore[attr-defined]


class TaskForm(OnceForm):
    """A milestone."""

    title = forms.CharField(
        max_length=300, label="Task or milestone", error_messages={"required": "Say what is to be reached"}
    )
    due = DayField(label="By when?", required=False)


class SayForm(OnceForm):
    """How it goes, in the owner’s own view."""

    rag = forms.ChoiceField(
        label="How does it go?", choices=[(str(one), one.label) for one in Rag if one != Rag.COMPLETE], widget=Radios,
        error_messages={"required": "Choose how it goes"},
    )  # fmt: skip
    reason = Words(
        label="Why", required=False, rows=4, help_text="Needed where it differs from what follows from tasks and dates."
    )


class OwnerForm(Seats, OnceForm):
    """Who is accountable from now on."""

    owner = forms.ChoiceField(
        label="Who is accountable from now on?", help_text="Their agency goes with them.",
        error_messages={"required": "Choose a person"},
    )  # fmt: skip

    def __init__(self, seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(seats)


class WhyForm(OnceForm):
    """Why an action is dropped, or taken up again."""

    why = Words(label="Why?", rows=4, longest=2000, error_messages={"required": "Say why"})


class ActionsFilter(forms.Form):
    """Narrow the list of actions, to what there is in it."""

    says_optional = False
    state = forms.ChoiceField(required=False, label="Still to do?", choices=[("", "Any"), *ActionState.choices])
    kind = forms.ChoiceField(required=False, choices=[("", "Any"), *ActionKind.choices])
    theme = forms.ChoiceField(required=False)
    agency = forms.ChoiceField(required=False)
    owner = forms.ChoiceField(required=False, label="Accountable")
    rag = forms.ChoiceField(
        required=False, label="Owner says", choices=[("", "Any"), *Rag.choices, (NOBODY, "Not said yet")]
    )
    follows = forms.ChoiceField(
        required=False, label="Tasks and dates say", choices=[("", "Any"), *Rag.choices, (NOBODY, "Nothing")]
    )
    timeliness = forms.ChoiceField(required=False, label="Last update", choices=[("", "Any"), *Timeliness.choices])

    def __init__(self, actions: Iterable[ShownAction], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [one.row for one in actions]
        agencies = {one.agency.public_id: one.agency.name for one in rows if one.agency}
        owners = {one.row.owner.public_id: one.row.owner.user.name for one in actions
                  if one.row.owner and not one.is_orphan}  # fmt: skip
        self._offer("theme", {one.theme.key: one.theme.title for one in rows}.items())
        self._offer("agency", [*sorted(agencies.items(), key=lambda pair: pair[1]), (NOBODY, "None")])
        self._offer("owner", [*sorted(owners.items(), key=lambda pair: pair[1]), (NOBODY, "Nobody")])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "Any"), *choices]  # type: ignore[attr-defined]


def _offer_answers(form: forms.Form, answers: Iterable[Answer]) -> None:
    rows = {one.public_id: one for one in answers}
    field = form.fields["serves"]
    field.choices = [(key, f"{one.item.ref}: {one.item.text}") for key, one in rows.items()]  # type: ignore[attr-defined]
    field.clean = lambda value: [rows[key] for key in forms.MultipleChoiceField.clean(field, value)]  # type: ignore[method-assign]
