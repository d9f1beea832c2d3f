"""What may be asked of an evidence page: a form that is filled from the address, so that its link gives it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from commonground.evidence.areas import LONDON
from commonground.evidence.edition import Edition
from commonground.evidence.finding import Area
from commonground.evidence.measure import measures
from commonground.evidence.reading import written
from commonground.evidence.run import Evidence
from commonground.report.pages.asked import BASELINES, MAPPED, SAME, Asked, Fault
from commonground.report.pages.boroughs import GROUP
from commonground.report.pages.mapped import MapPage
from commonground.sources import sources

Choices = Sequence[tuple[str, Any]]
TITLES = {
    "measure": "Measure",
    "area": "Area",
    "from": "First month",
    "to": "Last month",
    "against": "Set against",
    "beside": "Beside another area",
    "edition": "Published",
    "by": "Divided into",
    "period": "Period",
}
FOLDED = ("from", "to", "against", "edition")
HINTS = {"from": "Such as 2024-03. Leave both empty for the newest.", "to": "Such as 2025-02"}


class AskForm(forms.Form):
    """The fields that one page offers. What cannot be understood stands beside its field, as it was given."""

    says_optional = False

    def __init__(
        self,
        fields: Sequence[str],
        choices: Mapping[str, Choices],
        given: Mapping[str, str],
        hidden: Mapping[str, str],
        begin: Mapping[str, str],
    ) -> None:
        super().__init__(data={**given, **hidden})
        self.begin = begin
        for name in fields:
            self.fields[name] = _field(name, choices.get(name))
        for name in hidden:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def main(self) -> list[forms.BoundField]:
        """The questions that stand open."""
        return [field for field in self.visible_fields() if field.name not in FOLDED]

    @property
    def more(self) -> list[forms.BoundField]:
        """Those that are folded away."""
        return [field for field in self.visible_fields() if field.name in FOLDED]

    @property
    def is_refined(self) -> bool:
        """Whether any of those was answered, or answered wrongly."""
        return any(field.errors or field.value() not in ("", None, SAME) for field in self.more)

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Put each sentence beside its field, or above them all where the page has no such field.

        What was typed stays to be mended; a list has no such entry, and begins with its first again.
        """
        for fault in faults:
            shown = fault.field in self.fields and not self.fields[fault.field].widget.is_hidden
            self.add_error(fault.field if shown else None, fault.sentence)
            if shown and isinstance(self.fields[fault.field].widget, forms.Select):
                self.data[fault.field] = self.begin.get(fault.field, "")


def _field(name: str, choices: Choices | None) -> forms.CharField:
    widget: forms.Widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
    if choices is not None:
        widget = forms.Select(choices=choices)
    return forms.CharField(label=TITLES[name], required=False, widget=widget, help_text=HINTS.get(name, ""))


def said(asked: Asked) -> dict[str, str]:
    """A question as the fields of a form hold it, each in its one spelling."""
    return {
        "area": asked.area.code,
        "measure": asked.measure,
        "from": asked.period.from_month if asked.period else "",
        "to": asked.period.to_month if asked.period else "",
        "period": written(asked.period) if asked.period else "",
        "against": asked.against,
        "edition": asked.edition or "",
        "beside": asked.beside.code if asked.beside else "",
        "by": asked.by,
    }


class MeasuresForm(forms.Form):
    """Which measures to list."""

    says_optional = False
    words = forms.CharField(label="Words", required=False, max_length=80, help_text="Such as knife, or robbery")
    subject = forms.ChoiceField(label="Subject", required=False)

    def __init__(self, subjects: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["subject"]  # type: ignore[assignment]
        field.choices = [("", "All"), *((each, each) for each in subjects)]
        field.error_messages["invalid_choice"] = "Choose a subject from the list"

    def wanted(self) -> dict[str, str]:
        """What is asked for; a question that was answered wrongly is left open."""
        return {**self.cleaned_data} if self.is_bound and self.is_valid() else {}


# What there is to choose from.


def choices_for(evidence: Evidence, asked: Asked, subjects: Mapping[str, Sequence[Any]]) -> dict[str, Choices]:
    """Areas, measures and publications, with what is asked among them although the list would not offer it."""
    return {
        "area": _areas(evidence, asked.area),
        "beside": [("", "None"), *_areas(evidence, asked.beside)],
        "measure": _measures(evidence, subjects, asked.measure),
        "against": _with(list(BASELINES.items()), asked.against, asked.against if asked.against != SAME else ""),
        "edition": _editions(evidence, asked),
        "by": list(MAPPED.items()),
    }


def _areas(evidence: Evidence, asked: Area | None) -> list[tuple[str, Any]]:
    wider = evidence.area(LONDON)
    listed = [(area.code, area.name) for area in evidence.areas(GROUP)]
    known = {LONDON, *(code for code, _ in listed)}
    other = [(asked.code, asked.name)] if asked and asked.code not in known else []
    return [*other, ("Boroughs", listed), ("Wider", [(wider.code, "London as a whole")])]


def _measures(evidence: Evidence, subjects: Mapping[str, Sequence[Any]], asked: str) -> list[tuple[str, Any]]:
    """The measures that something is loaded for, by subject."""
    loaded = [
        (subject, [(m.key, m.title) for m in some if m.key == asked or not evidence.missing(m)])
        for subject, some in subjects.items()
    ]
    return [(subject, some) for subject, some in loaded if some]


def _editions(evidence: Evidence, asked: Asked) -> list[tuple[str, Any]]:
    """Each publication of the measure once, the newest first: one is often several files, which belong together."""
    measure = measures().get(asked.measure)
    kind = asked.by if asked.by != "local_authority" else asked.area.type
    choices = evidence.choices(measure, kind) if measure else []
    found = {_publication(edition): edition for choice in choices for edition in choice.editions}
    dated = sorted(found.items(), key=lambda one: (one[1].published or "", one[0]), reverse=True)
    named = [(id, f"{e.published or 'Not dated'}: {sources()[e.source].title}") for id, e in dated]
    return _with([("", "The newest, and older where it does not reach"), *named], asked.edition or "")


def _publication(edition: Edition) -> str:
    """The id without what tells one file of a publication from another."""
    return edition.id.rpartition("-")[0]


def _with(listed: list[tuple[str, Any]], key: str, title: str = "") -> list[tuple[str, Any]]:
    return listed if key in dict(listed) else [*listed, (key, title or key)]


def offer_periods(form: AskForm, page: MapPage) -> None:
    """The periods that there are of what a map shows, once it is known; with the one shown among them."""
    listed = [(written(period), period.name[:1].upper() + period.name[1:]) for period in page.periods]
    shown = [(written(page.period), page.period.name)] if page.period else []
    form.fields["period"].widget = forms.Select(choices=_with(listed, *shown[0]) if shown else listed)
    if page.period:
        form.data["period"] = written(page.period)
