"""Long texts, and forms that notice that somebody else saved the same thing meanwhile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model

from commonground.plan.changes.possible import edition
from commonground.web.forms.look import PARTS
from commonground.web.forms.once import OnceForm

LONGEST = 20_000


class Words(forms.CharField):
    """A text of several lines, with line ends as a file has them, whichever browser sent them."""

    def __init__(self, *, rows: int = 5, longest: int = LONGEST, **kwargs: Any) -> None:
        errors = {"max_length": f"The text must be {longest:,} characters or fewer", **kwargs.pop("error_messages", {})}
        super().__init__(
            max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), error_messages=errors, **kwargs
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "\n".join(line.rstrip() for line in text.splitlines()).strip()


class BegunForm(OnceForm):
    """A form over a record: ``begun`` is the edition that its writer began from."""

    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_with_days(initial or {}), **kwargs)

    def begin_from(self, row: Model) -> None:
        """What was typed goes over this edition now."""
        self.data: Any = self.data.copy()  # type: ignore[no-redef, has-type, union-attr]
        self.data["begun"] = edition(row)

    def clashes(self, theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """What somebody saved and what was typed here, by the label of the field, where they differ."""
        pairs = ((name, theirs.get(name), self.cleaned_data.get(name)) for name in theirs if name in self.fields)
        return [
            (str(self[name].label), self._said(name, saved), self._said(name, typed))
            for name, saved, typed in pairs if name != "begun" and (saved or "") != (typed or "")
        ]  # fmt: skip

    def _said(self, name: str, value: Any) -> str:
        choices = getattr(self.fields[name], "choices", ())
        return str(dict(choices).get(value, value) if choices else value or "")


def _with_days(initial: Mapping[str, Any]) -> dict[str, Any]:
    """First values in which the three boxes of a day, as a draft keeps them, are that day again."""
    found = dict(initial)
    first, *_ = (part for part, _, _ in PARTS)
    for name in [key.removesuffix(f"_{first}") for key in initial if key.endswith(f"_{first}")]:
        found[name] = tuple(str(found.pop(f"{name}_{part}", "")) for part, _, _ in PARTS)
    return found
