"""The columns of a register as questions: each field of its model becomes one in the look of the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from commonground.partnership.models import Agency
from commonground.registers.models import Entry
from commonground.registers.register import Register
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.words import LONGEST, Words

FEW = 6
"""As many choices as stand one under the other; more are in a list that opens."""
TIMES = ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p")
SHORT, MIDDLE = {"class": "govuk-input--width-4"}, {"class": "govuk-input--width-10"}


@dataclass(frozen=True)
class Offered:
    """What a form offers beside what the register declares: agencies, places by code, entries to be about."""

    agencies: Mapping[str, Agency] = field(default_factory=dict)
    wards: Mapping[str, str] = field(default_factory=dict)
    lsoas: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Entry] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)  # what those are called before whoever fills in the form
    more_about: bool = False  # there are more to be about than are offered


class TimeField(forms.TimeField):
    """A time of day, however it is written: 14:30, 14.30, 1430, 2.30pm."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs=SHORT, format="%H:%M")
        super().__init__(input_formats=TIMES, widget=widget, **kwargs)

    def to_python(self, value: Any) -> time | None:
        written = value.replace(" ", "").upper() if isinstance(value, str) else value
        return super().to_python(written)

    def strptime(self, value: str, format: str) -> time:
        return datetime.strptime(value, format).time()


class OneOf(forms.ChoiceField):
    """A choice among rows, given as the row itself. ``called`` are names for those that have another than their own."""

    def __init__(
        self, rows: Mapping[str, Any], unsaid: str, called: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.rows = rows
        choices = [("", unsaid), *((key, (called or {}).get(key) or str(row)) for key, row in rows.items())]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


def needed(register: Register, name: str) -> bool:
    """Whether an entry cannot do without the column, because its register or its model says so."""
    column = register.field(name)
    if name in register.required:
        return True
    free = column.blank or column.null or column.has_default() or isinstance(column, models.BooleanField)
    return register.own(name) and not free


def asked_first(register: Register) -> tuple[str, ...]:
    """What the one-minute form asks: what is declared, and what an entry cannot do without."""
    return tuple(dict.fromkeys((*register.quick, *(name for name in register.columns if needed(register, name)))))


def question(register: Register, name: str, offered: Offered) -> forms.Field:
    """The question for one column."""
    column, label = register.field(name), register.label(name)
    given = {"label": label, "help_text": helped(register, name), "required": needed(register, name)}
    if name == "nil":
        return forms.BooleanField(**given | {"label": register.nil or label, "required": False})
    if name == "agency":
        return _one_of(offered.agencies, "No agency", {}, given)
    if name == "about":
        return _one_of(offered.about, "None", offered.called, given)
    if name in ("ward", "lsoa"):
        return _place(offered.wards if name == "ward" else offered.lsoas, given)
    if isinstance(column, ArrayField) and not register.choices(name):
        return _wards(offered.wards, given)
    if name == "drawn":
        return forms.JSONField(**given)  # asked on a map by ``forms.place``
    if register.choices(name):
        return _choice(column, register.choices(name), given)
    return _plain(column, given)


def helped(register: Register, name: str) -> str:
    """What is said under the question; of a restricted column, who will read the answer."""
    told = str(register.helps.get(name) or ("" if name == "about" else register.field(name).help_text))
    if name in register.restricted:
        told = f"{told} Restricted: once it is saved, only those read it who may.".strip()
    return told


def _one_of(
    rows: Mapping[str, Any], unsaid: str, called: Mapping[str, str], given: dict[str, Any]
) -> forms.Field:  # fmt: skip
    errors = {"required": f"{given['label']}: choose one", "invalid_choice": f"{given['label']}: choose one again"}
    return OneOf(rows, "Choose one" if given["required"] else unsaid, called, error_messages=errors, **given)


def _place(places: Mapping[str, str], given: dict[str, Any]) -> forms.Field:
    if not places:
        help_text = given["help_text"] or "Its code, as E05013714: the names are known once the look-ups are loaded."
        widget = forms.TextInput(attrs=MIDDLE)
        return forms.CharField(max_length=9, widget=widget, **given | {"help_text": help_text})
    choices = [("", "Not said"), *places.items()]
    return forms.ChoiceField(choices=choices, error_messages={"required": f"{given['label']}: choose one"}, **given)


class Codes(forms.CharField):
    """Codes one after the other, where their names are not known."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value).replace(",", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value


def _wards(wards: Mapping[str, str], given: dict[str, Any]) -> forms.Field:
    if wards:
        return forms.MultipleChoiceField(choices=list(wards.items()), widget=Checkboxes, **given)
    help_text = given["help_text"] or "Their codes, as E05013714 E05013715: the names are known once they are loaded."
    return Codes(widget=forms.TextInput, **given | {"help_text": help_text})


def _choice(column: Any, choices: Mapping[str, str], given: dict[str, Any]) -> forms.Field:
    errors = {"required": f"{given['label']}: choose one", "invalid_choice": f"{given['label']}: choose one"}
    offered: list[tuple[Any, str]] = list(choices.items())
    if isinstance(column, ArrayField):
        coerce = column.base_field.to_python
        return forms.TypedMultipleChoiceField(
            choices=offered, coerce=coerce, widget=Checkboxes, error_messages=errors, **given
        )
    few = len(offered) <= FEW
    if not few or not given["required"]:
        offered = [("", "Choose one" if given["required"] else "Not said"), *offered]
    return forms.TypedChoiceField(
        choices=offered, coerce=column.to_python, empty_value=_nothing(column),
        widget=Radios if few else forms.Select, error_messages=errors, **given,
    )  # fmt: skip


def _nothing(column: Any) -> str | None:
    """What the column holds where nothing was chosen."""
    return "" if isinstance(column, models.CharField | models.TextField) and not column.null else None


def _plain(column: Any, given: dict[str, Any]) -> forms.Field:
    label = given["label"]
    errors = {"required": f"{label}: enter it"}
    if isinstance(column, models.BooleanField):
        return _yes_or_no(given) if column.null else forms.BooleanField(**given | {"required": False})
    if isinstance(column, models.DateField):
        wrong = {"required": f"{label}: enter the day", "invalid": f"{label}: enter a real date, like 27 3 2026"}
        return DayField(error_messages=wrong, **given)
    if isinstance(column, models.TimeField):
        wrong = errors | {"invalid": f"{label}: enter a time, like 14:30"}
        return TimeField(error_messages=wrong, **_hinted(given, "For example, 14:30."))
    if isinstance(column, models.IntegerField | models.DecimalField | models.FloatField):
        return _number(column, errors, given)
    if isinstance(column, models.TextField):
        return Words(rows=4, longest=column.max_length or LONGEST, error_messages=errors, **given)
    errors["max_length"] = f"{label}: it must be {column.max_length} characters or fewer"
    if isinstance(column, models.URLField):
        wrong = errors | {"invalid": f"{label}: enter an address, like https://www.example.org"}
        return forms.URLField(max_length=column.max_length, error_messages=wrong, assume_scheme="https", **given)
    return forms.CharField(max_length=column.max_length, error_messages=errors, **given)


def _number(column: Any, errors: dict[str, str], given: dict[str, Any]) -> forms.Field:
    label, whole = given["label"], isinstance(column, models.IntegerField)
    wrong = errors | dict.fromkeys(
        ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
        f"{label}: enter a {'whole ' if whole else ''}number, like {'12' if whole else '12.5'}",
    )
    widget = forms.NumberInput(attrs=SHORT) if whole else forms.TextInput(attrs=MIDDLE)  # a keypad may have no minus
    if whole:
        least = 0 if "Positive" in type(column).__name__ else None
        return forms.IntegerField(min_value=least, widget=widget, error_messages=wrong, **given)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(
            max_digits=column.max_digits, decimal_places=column.decimal_places, widget=widget, error_messages=wrong,
            **given,
        )  # fmt: skip
    return forms.FloatField(widget=widget, error_messages=wrong, **given)


def _yes_or_no(given: dict[str, Any]) -> forms.Field:
    said: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
    return forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known")], coerce=lambda word: said[word], empty_value=None,
        widget=Radios, **given | {"required": False},
    )  # fmt: skip


def _hinted(given: dict[str, Any], hint: str) -> dict[str, Any]:
    return given | {"help_text": given["help_text"] or hint}


def first_value(value: Any) -> Any:
    """What stands in a column, as a form begins with it."""
    if isinstance(value, Agency | Entry):
        return value.public_id
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def as_choices(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows by their public identifiers."""
    return {row.public_id: row for row in rows}
