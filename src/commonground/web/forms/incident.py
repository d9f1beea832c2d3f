"""What is asked about the response to a serious incident: its start, its facts, its clocks, its closing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.registers.incidents.clocks import LONDON, moment
from commonground.registers.incidents.templates.written import Trigger
from commonground.registers.incidents.terms import Gold
from commonground.registers.models import Incident, ResponseStep
from commonground.web.forms.look import Checkboxes, DayField, Radios
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.questions import OneOf, TimeField
from commonground.web.forms.words import BegunForm, Words

NOBODY = "Nobody’s name, no age, no home."


def moment_of(form: forms.Form, name: str) -> datetime | None:
    """The day and time of two questions; a time that never was is said to be wrong."""
    given = getattr(form, "cleaned_data", {})
    day, at = given.get(f"{name}_on"), given.get(f"{name}_time")
    if day is None or at is None:
        return None
    try:
        return moment(day, at)
    except ValueError as no:
        form.add_error(f"{name}_time", str(no))
        return None


def now_as(name: str) -> dict[str, Any]:
    """This moment, as the first values of a day and a time."""
    there = timezone.now().astimezone(LONDON)
    return {f"{name}_on": there.date(), f"{name}_time": there.time().replace(second=0, microsecond=0)}


def at(label: str, **given: Any) -> TimeField:
    """A time of day."""
    wrong = {"required": "Enter the time, like 14:30", "invalid": "Enter a time, like 14:30"}
    return TimeField(label=label, error_messages=wrong, **given)


def day(label: str, **given: Any) -> DayField:
    return DayField(label=label, error_messages={"required": "Enter the day"}, **given)


def by_id(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows by their public identifiers."""
    return {one.public_id: one for one in rows}


def people(label: str, seats: Iterable[Membership], **given: Any) -> OneOf:
    """One of the people at the table, each with their agency."""
    field = OneOf(by_id(seats), "Choose a person", label=label, **given)
    field.choices = [
        ("", "Choose a person"),
        *((key, f"{one.user.name}, {one.agency}") for key, one in field.rows.items()),
    ]
    return field


class StartForm(NobodyForm):
    """The start of a response: one minute on a telephone."""

    kind = forms.ChoiceField(label="What kind of incident?", error_messages={"required": "Choose the kind of incident"})
    happened_on = day("When did it happen?")
    happened_time = at("At what time?", help_text="As near as is known, like 21:40.")
    ward = forms.ChoiceField(label="Ward", required=False)
    place = forms.CharField(
        label="Where, in words?", required=False, max_length=200,
        help_text="A street or a place, like “near the station”. Never a home.",
    )  # fmt: skip
    known = Words(
        label="What is known?", rows=2, longest=300, help_text=f"Two lines. {NOBODY}",
        error_messages={"required": "Write in two lines what is known"},
    )  # fmt: skip
    told_on = day("When was the partnership told?")
    told_time = at("Told at what time?", help_text="The clocks run from here.")
    gold = forms.ChoiceField(
        label="Is a decision of the gold duty officer needed?", choices=Gold.choices, widget=Radios, initial=Gold.NEEDED
    )

    def __init__(
        self, kinds: Iterable[Trigger], wards: Mapping[str, str], agencies: Iterable[Agency],
        seats: Iterable[Membership], *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *((one.key, one.title) for one in kinds)]  # type: ignore[attr-defined]
        self.fields["ward"].choices = [("", "Not known, or outside the borough"), *wards.items()]  # type: ignore[attr-defined]
        if not wards:
            del self.fields["ward"]
        self.fields["told_by"] = OneOf(
            by_id(agencies), "Choose an agency", label="Who told it?",
            error_messages={"required": "Choose the agency that told the partnership"},
        )  # fmt: skip
        self.fields["lead"] = people("Who leads the response?", seats, error_messages={"required": "Choose who leads"})
        self.order_fields([
            "kind", "happened_on", "happened_time", "ward", "place", "known", "told_by", "told_on", "told_time", "lead",
            "gold",
        ])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given |= {"happened_at": moment_of(self, "happened"), "told_at": moment_of(self, "told")}
        if not (given.get("ward") or given.get("place")) and "place" not in self.errors:
            self.add_error("place", "Say where it happened: the ward, or a place in words")
        return given


class FactsForm(NobodyForm, BegunForm):
    """What may change while the response runs."""

    known = Words(label="What is known?", rows=3, longest=300, help_text=f"Two lines. {NOBODY}")
    gold = forms.ChoiceField(label="Decision of the gold duty officer", choices=Gold.choices, widget=Radios)
    gold_note = Words(
        label="What did gold decide?", rows=2, longest=400, required=False,
        help_text="On telling the Mayor and the chief executive, and on communications.",
    )  # fmt: skip
    trial_on = DayField(label="First day of the trial", required=False, help_text="Once it is known.")
    review_on = DayField(label="Publication of the review", required=False, help_text="Once it is known.")

    def __init__(self, seats: Iterable[Membership], agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"] = people("Who leads the response?", seats, error_messages={"required": "Choose who leads"})
        self.fields["speaks"] = OneOf(
            by_id(agencies), "Not decided yet", label="Which one agency leads communications?", required=False,
            help_text="Every other agency sends people to it.",
        )  # fmt: skip
        self.order_fields(["lead", "speaks", "gold", "gold_note", "known", "trial_on", "review_on"])

    @staticmethod
    def values(row: Incident) -> dict[str, Any]:
        given = {name: getattr(row, name) for name in ("known", "gold", "gold_note", "trial_on", "review_on")}
        return given | {"lead": row.lead.public_id, "speaks": row.speaks.public_id if row.speaks else ""}


class AgenciesForm(OnceForm):
    """Which agencies are told."""

    agencies = forms.MultipleChoiceField(
        label="Which agencies are told?", widget=Checkboxes, required=False,
        help_text="People of these agencies who take part in responses read everything kept of it. The part of an "
        "agency that you take away ends at once.",
    )  # fmt: skip

    def __init__(self, agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = by_id(agencies)
        self.fields["agencies"].choices = [(key, one.name) for key, one in self.rows.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Agency]:
        return [self.rows[key] for key in self.cleaned_data["agencies"]]


class WhyForm(NobodyForm):
    """A reason."""

    why = Words(label="Why?", rows=3, longest=400, help_text=NOBODY, error_messages={"required": "Write why"})


class CloseForm(NobodyForm):
    """What the response came to, and why each step that is still open is left."""

    closing = Words(
        label="What did the response come to?", rows=5, longest=4_000,
        help_text=f"What was done, how it went, what is handed on. {NOBODY}",
        error_messages={"required": "Write what the response came to"},
    )  # fmt: skip

    says_optional = False

    def __init__(self, steps: Sequence[ResponseStep], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = {one.public_id: one.title for one in steps}
        if len(self.open) > 1:
            self.fields["others"] = forms.CharField(
                label="Why are steps left open?", required=False, max_length=400,
                help_text=f"For each of the {len(self.open)} open steps below that you give no reason of its own.",
            )  # fmt: skip
        for key, title in self.open.items():
            self.fields[key] = forms.CharField(label=f"Why is it left open: {title}?", required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key, title in self.open.items():
            if not self._why(given, key) and key not in self.errors:
                self.add_error(key, f"Write why “{title}” is left open, or say first what became of it")
        return given

    def left(self) -> dict[str, str]:
        return {key: self._why(self.cleaned_data, key) for key in self.open}

    @staticmethod
    def _why(given: Mapping[str, Any], key: str) -> str:
        return given.get(key) or given.get("others") or ""


class CorrectForm(NobodyForm):
    """What was wrong in a closed incident."""

    text = Words(
        label="What was wrong, and what is right?", rows=4, longest=2_000,
        error_messages={"required": "Write what was wrong, and what is right"},
    )  # fmt: skip


class LearnForm(NobodyForm):
    """What should be different next time."""

    text = Words(
        label="What should be different next time?", rows=3, longest=400,
        error_messages={"required": "Write what should be different"},
    )  # fmt: skip
    due = day("By when?")

    def __init__(self, seats: Iterable[Membership], actions: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = people("Who sees to it?", seats, error_messages={"required": "Choose who sees to it"})
        rows = by_id(actions)
        self.fields["action"] = OneOf(rows, "None", label="Action of the plan that it belongs to", required=False)
        self.fields["action"].choices = [("", "None"), *((k, f"{a.ref}: {a.title}") for k, a in rows.items())]  # type: ignore[attr-defined]
        self.order_fields(["text", "owner", "due", "action"])


class LearnedForm(NobodyForm):
    """What changed."""

    changed = Words(label="What changed?", rows=3, longest=400, error_messages={"required": "Write what changed"})


class NotifyForm(NobodyForm):
    """What other partnerships are told."""

    to = forms.MultipleChoiceField(
        label="Which partnerships?", widget=Checkboxes, error_messages={"required": "Choose at least one"}
    )
    text = Words(
        label="What are they told?", rows=4, longest=600,
        help_text=f"They see this, the reference and the time, and nothing else; it cannot be changed. {NOBODY}",
        error_messages={"required": "Write what they are told"},
    )  # fmt: skip

    def __init__(self, others: Iterable[Partnership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {one.slug: one for one in others}
        self.fields["to"].choices = [(key, one.name) for key, one in self.rows.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Partnership]:
        return [self.rows[key] for key in self.cleaned_data["to"]]
