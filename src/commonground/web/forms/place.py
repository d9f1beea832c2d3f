"""Where something was, asked on a map: a point, or the corners of an area. Without JavaScript both are typed.

A form with the columns ``longitude``, ``latitude`` or ``drawn`` calls ``ask_on_map(form, ground)``.
"""

from typing import Any

from django import forms

from commonground.registers.drawn import EAST, MOST, NORTH, SOUTH, WEST, area_from, corners
from commonground.report.ground import Ground

NUMBER = "Enter a number like {}"


class OnMap:
    """An answer with a map under it, which a script fills in for whoever points at it."""

    inner_template: str

    def __init__(self, ground: Ground, picks: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)  # type: ignore[call-arg]
        self.ground, self.picks = ground, picks

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)  # type: ignore[misc]
        ground = self.ground
        found = {"ground": ground, "picks": self.picks, "degrees": " ".join(map(repr, flat(ground))), "most": MOST}
        context["widget"]["inner"] = self.inner_template
        return context | {"map": found} if ground.fields else context


class PointInput(OnMap, forms.TextInput):
    """A latitude, with the map that gives it and the longitude before it."""

    template_name = "django/forms/widgets/on_map.html"
    inner_template = "django/forms/widgets/input.html"


class AreaInput(OnMap, forms.Textarea):
    """The corners of an area, a line each."""

    template_name = "django/forms/widgets/on_map.html"
    inner_template = "django/forms/widgets/textarea.html"

    def format_value(self, value: Any) -> Any:
        return corners(value) if isinstance(value, dict) else value


class AreaField(forms.CharField):
    """An area as GeoJSON, from corners that are typed or drawn."""

    def to_python(self, value: Any) -> dict[str, Any] | None:
        return value if isinstance(value, dict) else area_from(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (corners(initial) if isinstance(initial, dict) else "") != (data or "").strip()


class Degrees(forms.FloatField):
    """A longitude or latitude in the country."""

    def __init__(self, low: float, high: float, example: str, **kwargs: Any) -> None:
        said = NUMBER.format(example)
        errors = {"invalid": said, "min_value": said, "max_value": said}
        super().__init__(min_value=low, max_value=high, error_messages=errors, **kwargs)


def ask_on_map(form: forms.Form, ground: Ground) -> None:
    """Give the questions of a place, those of them that the form has, their map; what they are called stays."""
    fields = form.fields
    if "longitude" in fields and "latitude" in fields:
        fields["longitude"] = _asked_as(fields["longitude"], Degrees, WEST, EAST, "-0.0205")
        fields["longitude"].widget = forms.TextInput(attrs={"class": "govuk-input--width-10"})
        fields["latitude"] = _asked_as(fields["latitude"], Degrees, SOUTH, NORTH, "51.4452")
        fields["latitude"].widget = PointInput(ground, "point", {"class": "govuk-input--width-10"})
    if "drawn" in fields:
        fields["drawn"] = _asked_as(fields["drawn"], AreaField)
        fields["drawn"].widget = AreaInput(ground, "area", {"rows": 4})
        fields["drawn"].help_text = (
            f"The corners in order, a line each: latitude, then longitude, like 51.4452, -0.0205. Up to {MOST}."
        )


def _asked_as(was: forms.Field, kind: type[forms.Field], *given: Any) -> forms.Field:
    return kind(*given, label=was.label, help_text=was.help_text, required=was.required, initial=was.initial)


def flat(ground: Ground) -> tuple[float, ...]:
    """How a script finds degrees from a spot: longitude is a + bx + cy, latitude d + ex + fy. True to some metres."""
    nought, far, down = ground.degrees((0, 0)), ground.degrees((ground.width, 0)), ground.degrees((0, ground.height))
    return tuple(
        round(number, 9)
        for n in (0, 1)
        for number in (nought[n], (far[n] - nought[n]) / ground.width, (down[n] - nought[n]) / ground.height)
    )
