"""What is asked about panel sessions: a plan, a list, a draw, a record’s grade, feedback and reply."""

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commonground.partnership.models import Membership
from commonground.registers.changes.panel_records import Found
from commonground.registers.changes.panel_sessions import MOST_DRAWN, Planned
from commonground.registers.models import DrawnRecord, PanelSession
from commonground.registers.scrutiny.draw import LARGEST_SEED, Asked
from commonground.registers.scrutiny.questions import SAID, Question
from commonground.web.forms.look import DayField, Radios
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import BegunForm, Words

LARGEST_LIST = 4 << 20
QUOTA = re.compile(r"(?P<name>.*?)[\s:=,]+(?P<number>\d{1,4})")


class PlanForm(OnceForm):
    """A session that is planned."""

    held_on = DayField(label="Date of the session", error_messages={"required": "Enter the date of the session"})
    records = forms.ChoiceField(
        label="Records", choices=PanelSession.Records.choices, widget=Radios,
        error_messages={"required": "Choose which records the panel reads"},
    )  # fmt: skip
    start = DayField(label="First day of the period", error_messages={"required": "Enter the first day of the period"})
    end = DayField(label="Last day of the period", error_messages={"required": "Enter the last day of the period"})
    chair = forms.ChoiceField(
        label="Chair", error_messages={"required": "Choose who chairs the session"},
        help_text="Draws the records. Who it is stands in no report.",
    )  # fmt: skip
    size = forms.IntegerField(
        label="Records to draw", min_value=1, max_value=MOST_DRAWN, initial=12,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        help_text="As many as the panel can read with care: often 8 to 15.",
        error_messages={"required": "Enter how many records are drawn"},
    )  # fmt: skip

    def __init__(self, chairs: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chairs = {one.public_id: one for one in chairs}
        named = [(key, f"{one.user.name} ({one.get_role_display()})") for key, one in self.chairs.items()]
        self.fields["chair"].choices = [("", "Choose"), *named]  # type: ignore[attr-defined]

    @property
    def planned(self) -> Planned:
        """What was answered."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return Planned(**given | {"chair": self.chairs[given["chair"]]})


class ListForm(OnceForm):
    """A list, pasted or as a file."""

    file = forms.FileField(label="CSV file", required=False)
    text = Words(
        label="Or paste the references, one on each line", rows=8, longest=LARGEST_LIST, required=False,
        help_text="With headings if there is more than one column: reference, month, ethnicity, outcome, object, "
        "power, age band. Anything else is refused.",
    )  # fmt: skip

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_LIST:
            raise forms.ValidationError("The file is larger than 4 MB, as no list of references is: send the list.")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "The file is not CSV in UTF-8: save it as “CSV UTF-8 (comma delimited)”, or paste the references."
            ) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("file")) == bool(given.get("text")):
            raise forms.ValidationError("Send a file or paste the references: one of the two.")
        return given

    @property
    def listing(self) -> str:
        """The list as it was given."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])


class DrawForm(OnceForm):
    """The seed, and how many of what."""

    seed = forms.CharField(
        max_length=18, widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "numeric"}),
        help_text="Up to 18 digits. This one was made just now; type your own if you like, such as the numbers of a "
        "lottery draw or of ten dice, thrown before the panel.",
        error_messages={"required": "Enter a seed"},
    )  # fmt: skip
    by = forms.ChoiceField(label="Draw by class", required=False, help_text="So that each class is read.")
    size = forms.IntegerField(
        label="Records to draw", required=False, min_value=1, max_value=MOST_DRAWN,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}), help_text="If you do not draw by class.",
    )  # fmt: skip
    quotas = Words(
        label="How many of each class", rows=4, longest=2000, required=False,
        help_text="If you draw by class: one on each line with its number, such as “Black 4”.",
    )  # fmt: skip

    def __init__(self, session: PanelSession, strata: Iterable[str], data: Any = None) -> None:
        super().__init__(data, initial={"seed": str(secrets.randbelow(10**12)), "size": session.size})
        self.fields["by"].choices = [("", "No: all of the list alike"), *((one, f"By {one}") for one in strata)]  # type: ignore[attr-defined]
        if not list(strata):
            del self.fields["by"], self.fields["quotas"]

    def clean_seed(self) -> int:
        said = self.cleaned_data["seed"].strip()
        if not re.fullmatch(r"[0-9]{1,18}", said) or int(said) > LARGEST_SEED:
            raise forms.ValidationError("The seed is up to 18 digits and nothing else: type it again.")
        return int(said)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("by"):
            given["quotas"] = self._quotas(given.get("quotas", ""))
        elif not given.get("size") and "size" not in self.errors:
            self.add_error("size", "Enter how many records are drawn")
        return given

    def _quotas(self, lines: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, lines.splitlines())):
            told = QUOTA.fullmatch(line)
            if told is None:
                self.add_error("quotas", f"“{line}” is not a class and a number, such as “Black 4”: correct the line.")
                return {}
            found[told["name"].strip()] = int(told["number"])
        if not found:
            self.add_error("quotas", "Say how many of each class are drawn, one on each line, or draw from all alike.")
        return found

    @property
    def asked(self) -> Asked:
        """How many of what."""
        given = self.cleaned_data
        if by := given.get("by"):
            return Asked(sum(given["quotas"].values()), by, given["quotas"])
        return Asked(given["size"])


class GradeForm(NobodyForm, BegunForm):
    """What the panel found in a record."""

    says_optional = False

    def __init__(self, asked: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        for one in self.asked:
            self.fields[f"said_{one.key}"] = forms.ChoiceField(
                label=one.title, help_text=one.words, required=False, choices=[("", "Not answered"), *SAID.items()]
            )
            self.fields[f"why_{one.key}"] = forms.CharField(
                label=f"{one.title}: why", required=False, max_length=1000,
            )  # fmt: skip
        self.fields["grade"] = forms.ChoiceField(
            choices=DrawnRecord.Grade.choices, widget=Radios, error_messages={"required": "Choose green, amber or red"}
        )
        self.fields["reasons"] = Words(
            label="Reasons for the grade", rows=5, longest=4000, help_text="What was good or wrong. Nobody’s name.",
            error_messages={"required": "Give the reasons for the grade"},
        )  # fmt: skip
        self.fields["agreement"] = forms.ChoiceField(
            label="How it was agreed", choices=DrawnRecord.Agreement.choices, widget=Radios,
            error_messages={"required": "Say how the panel agreed"},
        )  # fmt: skip

    @staticmethod
    def values(record: DrawnRecord) -> dict[str, Any]:
        """What a record holds, as the form’s first values."""
        found: dict[str, Any] = {name: getattr(record, name) for name in ("grade", "reasons", "agreement")}
        for key, told in record.answers.items():
            found |= {f"said_{key}": told["said"], f"why_{key}": told["why"]}
        return found

    @property
    def found(self) -> Found:
        """What was answered."""
        given = self.cleaned_data
        answers: Mapping[str, Mapping[str, str]] = {
            one.key: {"said": given[f"said_{one.key}"], "why": given[f"why_{one.key}"]} for one in self.asked
        }
        return Found(
            grade=given["grade"], reasons=given["reasons"], agreement=given["agreement"], answers=answers
        )


class NotShownForm(NobodyForm):
    """Why a record could not be shown."""

    why = forms.ChoiceField(
        label="Why it could not be shown", choices=DrawnRecord.NotShown.choices, widget=Radios,
        error_messages={"required": "Choose why it could not be shown"},
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=400)


class EscalateForm(OnceForm):
    """To whom a red record is passed on."""

    to = forms.ChoiceField(
        label="To whom", choices=DrawnRecord.Escalated.choices, widget=Radios,
        error_messages={"required": "Choose to whom it is escalated"},
    )  # fmt: skip
    on = DayField(label="Day", error_messages={"required": "Enter the day"})


class SayForm(NobodyForm):
    """Words and their day: feedback, a reply, the outcome of an escalation."""

    words = Words(rows=8, longest=8000, error_messages={"required": "Write it down"})
    on = DayField(label="Day", error_messages={"required": "Enter the day"})

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class CloseForm(NobodyForm):
    """What stands at the end of a session."""

    members = forms.IntegerField(
        label="Members of the panel present", required=False, min_value=1, max_value=200,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    themes = Words(rows=6, longest=8000, required=False, help_text="What came up again and again, good and bad.")
