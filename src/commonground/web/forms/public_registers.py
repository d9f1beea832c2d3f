"""What is asked before something of the registers is public, of who reports a worry, and about such a report."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from commonground.registers.models import PublicPages, PublicReport
from commonground.registers.models.public_report import LONGEST
from commonground.registers.people import Named, named_in
from commonground.web.forms.look import Radios
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import Words

ANY = [("", "Any")]
UNASKED = "website"


class PublicPagesForm(OnceForm):
    """The three switches."""

    havens = forms.BooleanField(
        required=False, label="Show safe havens in force, on a map",
        help_text="Name and street, opening hours, ward and point of those whose entry says they may be shown. A haven "
        "that lapses, closes or is withdrawn is gone at once. No notes.",
    )  # fmt: skip
    services = forms.BooleanField(
        required=False, label="Show the directory of services",
        help_text="Name, provider, who can use it, ages, needs, wards and how to refer, of those whose entry says so.",
    )  # fmt: skip
    worries = forms.BooleanField(
        required=False, label="Let anyone report a worry",
        help_text="A short form without personal details. Somebody must read the reports each working day; their words "
        "are erased after 90 days.",
    )  # fmt: skip

    @staticmethod
    def values(shown: PublicPages | None) -> dict[str, bool]:
        return {name: bool(shown and getattr(shown, name)) for name in ("havens", "services", "worries")}


class ServicesFilter(forms.Form):
    """Narrow the directory."""

    says_optional = False
    need = forms.ChoiceField(required=False, label="Help with")
    age = forms.IntegerField(
        required=False, min_value=0, max_value=120, label="Age",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter an age in years, like 15", "min_value": "Enter an age in years, like 15",
                        "max_value": "Enter an age in years, like 15"},
    )  # fmt: skip
    ward = forms.ChoiceField(required=False, label="Where you live")

    def __init__(self, needs: Iterable[tuple[str, str]], wards: Sequence[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["need"].choices = [*ANY, *needs]  # type: ignore[attr-defined]
        self.fields["ward"].choices = [("", "Any ward"), *wards]  # type: ignore[attr-defined]
        if not wards:
            del self.fields["ward"]

    def wanted(self) -> dict[str, Any]:
        """What to narrow by; nothing where the form is not in order."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: value for name, value in given.items() if value not in ("", None)}


class WorryForm(forms.Form):
    """A worry. Nothing is asked by which its writer could be found; what may be a name is asked about once."""

    text = forms.CharField(
        label="What are you worried about?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="What you saw, heard or feel. Do not write anybody’s name, address or social media account.",
        error_messages={"required": "Write what you are worried about",
                        "max_length": f"It must be {LONGEST:,} characters or fewer"},
    )  # fmt: skip
    place = forms.CharField(
        label="Where?", max_length=200, required=False, help_text="A street, park, bus stop or school, not a home.",
        error_messages={"max_length": "It must be 200 characters or fewer"},
    )  # fmt: skip
    ward = forms.ChoiceField(label="Part of the borough", required=False)
    when = forms.ChoiceField(label="When?", required=False, choices=PublicReport.When.choices, widget=Radios)
    sure = forms.BooleanField(label="No person is named: send it as it is", required=False, widget=forms.HiddenInput)
    website = forms.CharField(label="Leave this empty", required=False, max_length=100)

    def __init__(self, wards: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["ward"].choices = [("", "Not sure"), *wards]  # type: ignore[attr-defined]
        self.fields[UNASKED].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        if not wards:
            del self.fields["ward"]

    def clean(self) -> None:
        found = self._named()
        if found and not self.cleaned_data.get("sure"):
            self.fields["sure"].widget = forms.CheckboxInput()
            for one in found:
                said = f"“{one.words}” may be about a person. Take it out, or say below that no person is named."
                self.add_error(one.column, said)

    def _named(self) -> list[Named]:
        texts = {name: (str(self.fields[name].label), self.cleaned_data.get(name, "")) for name in ("text", "place")}
        return list({(one.column, one.words): one for one in named_in(texts, ())}.values())

    def by_program(self) -> bool:
        """Whether what no person sees was answered."""
        return bool(self.data.get(UNASKED))

    def asked(self) -> list[Any]:
        """The questions that people see."""
        return [field for field in self if field.name != UNASKED and not field.is_hidden]

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("text", "place", "ward", "when")}


class CloseForm(OnceForm):
    """Why a report is closed without an entry."""

    because = forms.ChoiceField(
        label="Why is it closed?", choices=PublicReport.Because.choices, widget=Radios,
        error_messages={"required": "Choose why the report is closed"},
    )  # fmt: skip


class TakeForm(NobodyForm):
    """A report as an entry of tension: in words that name nobody."""

    kind = forms.ChoiceField(
        label="Experienced, evidenced or potential?", widget=Radios,
        error_messages={"required": "Choose whether it is experienced, evidenced or potential"},
    )  # fmt: skip
    heard = Words(
        label="What was reported", rows=7, longest=4000, error_messages={"required": "Say what was reported"},
        help_text="Shorten it, and take out whatever could tell who a person is.",
    )  # fmt: skip
    place = forms.CharField(
        label="Place or area", max_length=200, error_messages={"required": "Say where, if only roughly"}
    )
    ward = forms.ChoiceField(required=False)
    def __init__(
        self, kinds: Iterable[tuple[str, str]], wards: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["ward"].choices = [("", "Not said"), *wards]  # type: ignore[attr-defined]
