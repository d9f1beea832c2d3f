"""What the map and the calendar of registers are narrowed to, and what is asked about public pages and reports."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from commonground.registers.mapping import Asked
from commonground.registers.register import Register
from commonground.registers.terms import Standing
from commonground.web.forms.look import DayField

ANY = [("", "Any")]


class MapFilter(forms.Form):
    """Narrow the map, and its list with it."""

    says_optional = False
    register = forms.ChoiceField(required=False)
    ward = forms.ChoiceField(required=False)
    start = DayField(label="From", required=False)
    end = DayField(label="To", required=False)
    standing = forms.ChoiceField(required=False, label="How it stands", choices=ANY + Standing.choices)

    def __init__(
        self, offered: Sequence[Register], wards: Iterable[tuple[str, str]], one: Register | None, *args: Any
    ) -> None:
        super().__init__(*args)
        self.offered, self.one = offered, one
        self.fields["register"].choices = ANY + [(each.key, each.title) for each in offered]  # type: ignore[attr-defined]
        self.fields["ward"].choices = [*ANY, *wards]  # type: ignore[attr-defined]
        if one is not None:
            del self.fields["register"]
        if not wards:
            del self.fields["ward"]

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            self.add_error("end", "The last day must not be before the first")

    def asked(self) -> Asked:
        """What the map shows; all that the reader may see, where the form is not in order."""
        given = self.cleaned_data if self.is_valid() else {}
        key = self.one.key if self.one else given.get("register", "")
        some = [one for one in self.offered if key in ("", one.key)]
        return Asked(some, given.get("ward", ""), given.get("start"), given.get("end"), given.get("standing", ""))

    def chosen(self, data: Any) -> list[tuple[str, str]]:
        """What is applied, each with the address without it."""
        given = self.cleaned_data if self.is_valid() else {}
        found = []
        for name, value in given.items():
            if value:
                rest = data.copy()
                for key in [key for key in rest if key == name or key.startswith(f"{name}_")]:
                    del rest[key]
                words = dict(getattr(self.fields[name], "choices", ())).get(value) or f"{value:%-d %B %Y}"
                found.append((f"{self[name].label}: {words}", f"?{rest.urlencode()}"))
        return found
