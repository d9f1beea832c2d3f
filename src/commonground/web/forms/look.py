"""Questions in the look of GOV.UK: a day in three boxes, and choices with a line of explanation each.

Every form is drawn so: `templates/django/forms/` takes the place of Django's own templates, and `{{ form }}` is enough.
Write error messages as the person needs them: `error_messages={"required": "Enter the name of the agency"}`.
A form whose questions may all be left out (a filter) has `says_optional = False`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class DayInput(forms.Widget):
    """A day asked for as day, month and year, each typed; what was typed comes back as it was."""

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...] | None:
        given = tuple(data.get(f"{name}_{part}", "").strip() for part, _, _ in PARTS)
        return given if any(given) else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part, _, _ in PARTS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        widget, given = context["widget"], value or ("", "", "")
        if isinstance(value, date):
            given = (value.day, value.month, value.year)
        key = widget["attrs"].setdefault("id", f"id_{name}")
        widget["wrong"] = "aria-invalid" in widget["attrs"]
        widget["parts"] = [
            {"id": f"{key}_{i}", "name": f"{name}_{part}", "label": label, "width": width, "value": given[i]}
            for i, (part, label, width) in enumerate(PARTS)
        ]
        return context


class DayField(forms.DateField):
    """A day; what is not a day is refused in a sentence with an example."""

    widget = DayInput
    default_error_messages = {"invalid": "Enter a real date, like 27 3 2026"}  # noqa: RUF012

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, tuple):
            return super().to_python(value)
        try:
            day, month, year = map(int, value)
            if year >= 1900:
                return date(year, month, day)
        except ValueError:
            pass
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class Hinted:
    """Choices, some with a hint: `Radios(hints={"monthly": "…"})`."""

    def __init__(self, *args: Any, hints: Mapping[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return option | {"hint": self.hints.get(value, "")}


class Radios(Hinted, forms.RadioSelect):
    """One of a few."""


class Checkboxes(Hinted, forms.CheckboxSelectMultiple):
    """Any of a few."""
