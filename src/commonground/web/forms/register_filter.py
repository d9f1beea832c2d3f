"""How the lists of registers are narrowed: by the filters that a register declares, words, days and standing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import QueryDict

from commonground.partnership.models import Agency
from commonground.registers.narrowing import AHEAD, NO, NONE, PASSED, YES, Wanted, standings
from commonground.registers.reading import SOON
from commonground.registers.register import Register
from commonground.web.forms.look import PARTS, DayField
from commonground.web.forms.questions import Offered

SIZES = (25, 50, 100)
ANY = ("", "Any")
TICKED = ((YES, "Yes"), (NO, "No"))
DATED = ((AHEAD, "Today or later"), (PASSED, "Passed"), (NONE, "No date"))


class Narrowing(forms.Form):
    """A form of questions that may all be left out."""

    says_optional = False

    def chosen(self, asked: QueryDict) -> list[tuple[str, str]]:
        """What is applied, each with the address of the list without it."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if self.is_valid() or hasattr(self, "cleaned_data") else None
            if value not in (None, "", False) and not field.widget.is_hidden and name not in ("size", "sort"):
                rest = asked.copy()
                for key in (name, "page", *(f"{name}_{part}" for part, _, _ in PARTS)):
                    rest.pop(key, None)
                found.append((self._said(name, value), f"?{rest.urlencode()}"))
        return found

    def _said(self, name: str, value: Any) -> str:
        if value is True:
            return str(self[name].label)
        words = dict(getattr(self.fields[name], "choices", ())).get(str(value), value)
        return f"{self[name].label}: {f'{words:%-d %B %Y}' if isinstance(words, date) else words}"


class ListFilter(Narrowing):
    """Narrow the list of one register."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    start = DayField(label="From", required=False)
    end = DayField(label="To", required=False)

    def __init__(
        self, register: Register, columns: Iterable[str], offered: Offered, data: QueryDict, *, looked: bool
    ) -> None:
        super().__init__(data)
        self.register, self.columns = register, tuple(columns)
        self.fields["words"].help_text = "In the place, the notes and other texts."
        for name in self.columns:
            self.fields[f"by_{name}"] = _narrows(register, name, offered)
        if choices := standings(register):
            self.fields["standing"] = forms.ChoiceField(label="How it stands", required=False, choices=[ANY, *choices])
        if looked:
            self.fields["new"] = forms.BooleanField(label="Only what is new since you last looked", required=False)
        self.fields["withdrawn"] = forms.BooleanField(label="Withdrawn entries, instead of the others", required=False)
        self.fields["size"] = forms.TypedChoiceField(
            label="On a page", required=False, coerce=int, empty_value=SIZES[0], choices=[(n, str(n)) for n in SIZES]
        )
        self.fields["sort"] = forms.ChoiceField(label="Sorted by", required=False, choices=_sorts(register))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            self.add_error("end", "The last day must not be before the first")
        return given

    def wanted(self, offered: Offered, before: datetime | None) -> Wanted:
        """What is asked for; a question that was answered wrongly is left open."""
        self.is_valid()
        said = self.cleaned_data
        columns = {name: said.get(f"by_{name}") for name in self.columns}
        known: Mapping[str, Mapping[str, Any]] = {"agency": offered.agencies, "about": offered.about}
        return Wanted(
            words=said.get("words", ""), start=said.get("start"), end=said.get("end"),
            standing=said.get("standing", ""), withdrawn=bool(said.get("withdrawn")),
            new=before if said.get("new") else None,
            columns={n: known[n][v] if n in known else v for n, v in columns.items() if v not in ("", None)},
        )  # fmt: skip


def _sorts(register: Register) -> list[tuple[str, str]]:
    """The orders that cost a long list no more than a short one."""
    date, place = (register.label(name) for name in ("on", "place"))
    by_place = [("place", f"{place}, from A to Z")] if "place" in register.columns else []
    latest = f"{date}, the latest first"
    first = [("", "Ended ones last"), ("-on", latest)] if register.lasting else [("", latest)]
    due = register.due_is
    return [*first, ("on", f"{date}, the earliest first"), *by_place,
            ("due", f"{due}, the earliest first"), ("-due", f"{due}, the latest first")]  # fmt: skip


def _narrows(register: Register, name: str, offered: Offered) -> forms.Field:
    column, label = register.field(name), register.label(name)
    rows = {"agency": offered.agencies, "about": offered.about, "ward": offered.wards, "lsoa": offered.lsoas}
    if rows.get(name):
        called = offered.called
        choices: Iterable[tuple[Any, str]] = [(key, called.get(key) or str(row)) for key, row in rows[name].items()]
    elif isinstance(column, models.BooleanField):
        choices = TICKED
    elif isinstance(column, models.DateField):
        choices = DATED
    elif register.choices(name) or name in ("agency", "about"):
        choices = register.choices(name).items()
    else:
        return forms.CharField(label=label, required=False, max_length=100)
    if isinstance(column, models.IntegerField | ArrayField) and not isinstance(column, models.ForeignKey):
        return forms.TypedChoiceField(
            label=label, required=False, choices=[ANY, *choices], empty_value="",
            coerce=(column.base_field if isinstance(column, ArrayField) else column).to_python,
        )  # fmt: skip
    return forms.ChoiceField(label=label, required=False, choices=[ANY, *choices])


class DueForm(Narrowing):
    """Narrow what is due across registers."""

    WITHIN = (("late", "Late already"), ("30", "Late, or due within 30 days"), ("365", "Late, or due within a year"))
    within = forms.ChoiceField(label="When", required=False, choices=[("", WITHIN[1][1]), WITHIN[0], WITHIN[2]])
    register = forms.ChoiceField(required=False)
    agency = forms.ChoiceField(required=False)

    def __init__(self, readable: Iterable[Register], agencies: Iterable[Agency], data: QueryDict) -> None:
        super().__init__(data)
        self.agencies = {one.public_id: one for one in agencies}
        self.fields["register"].choices = [ANY, *((one.key, one.title) for one in readable)]  # type: ignore[attr-defined]
        self.fields["agency"].choices = [ANY, *((key, one.name) for key, one in self.agencies.items())]  # type: ignore[attr-defined]
        self.is_valid()

    def until(self, today: date) -> date:
        """The last due day that is wanted."""
        within = self.cleaned_data.get("within")
        if within == "late":
            return today - timedelta(days=1)
        return today + (timedelta(days=365) if within == "365" else SOON)

    def narrowed(self, rows: Any) -> Any:
        """Those of the register and the agency that are asked for."""
        said = self.cleaned_data
        if said.get("register"):
            rows = rows.filter(register=said["register"])
        return rows.filter(agency=self.agencies[said["agency"]]) if said.get("agency") else rows


class DaysForm(Narrowing):
    """The first and the last day of what is counted."""

    start = DayField(label="From", required=False)
    end = DayField(label="To", required=False)

    def __init__(self, usual: tuple[date, date], data: QueryDict) -> None:
        given = any(f"{name}_{part}" in data for name in ("start", "end") for part, _, _ in PARTS)
        super().__init__(data if given else None, initial=dict(zip(("start", "end"), usual, strict=True)))
        self.usual = usual

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            self.add_error("end", "The last day must not be before the first")
        return given

    @property
    def days(self) -> tuple[date, date]:
        """The days that are asked for; the usual ones where they are not, or not understood."""
        if not self.is_valid():
            return self.usual
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end") or self.usual[1]
        return (start or min(self.usual[0], end)), end
