"""What is asked about a plan: how it begins, its texts, its answers, and what they rest on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commonground.evidence.measure import measures
from commonground.partnership.kept import LARGEST, WANTED
from commonground.plan.models import Answer, Plan, TemplateVersion, ThemeText
from commonground.plan.terms import ANSWERS, NEEDS_REASON, EvidenceKind, Standing, Tier
from commonground.registers.counting import countings
from commonground.web.forms.look import DayField, Radios
from commonground.web.forms.once import OnceForm
from commonground.web.forms.words import BegunForm, Words

TITLE = {"required": "Enter the title of the plan", "max_length": "The title must be 200 characters or fewer"}
PLAIN = "For the public page. Short sentences, no abbreviations, nobody’s name."
HINTS = {
    Standing.MET: "All of it is in place, and you can show it.",
    Standing.PARTLY: "Some of it is in place. Say below what is missing.",
    Standing.NOT_MET: "It is not in place yet.",
    Standing.NOT_APPLICABLE: "It does not apply here, and you say why. A standard cannot be dropped.",
    Standing.ADOPTED: "You do it as the template has it.",
    Standing.ADAPTED: "You do it in another way, and say which and why.",
    Standing.DECLINED: "You do not do it, and say why.",
}


class BeginForm(OnceForm):
    """A plan, in the form of a template."""

    version = forms.ChoiceField(
        label="Template", widget=Radios, error_messages={"required": "Choose the template that the plan follows"}
    )
    title = forms.CharField(max_length=200, label="Title of the plan", error_messages=TITLE)
    starts = DayField(label="First day", error_messages={"required": "Enter the first day of the plan"})
    ends = DayField(label="Last day", required=False, help_text="Leave it empty if the plan has no end yet.")

    def __init__(self, versions: Iterable[TemplateVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {one.public_id: one for one in versions}
        field = self.fields["version"]
        field.choices = [(key, one.title) for key, one in self.versions.items()]  # type: ignore[attr-defined]
        field.widget.hints = {key: holds(one) for key, one in self.versions.items()}  # type: ignore[attr-defined]

    def clean_version(self) -> TemplateVersion:
        return self.versions[self.cleaned_data["version"]]


def holds(version: TemplateVersion) -> str:
    """What a template asks for, in a line."""
    tiers = [item["tier"] for item in version.document["items"]]
    standards, options = tiers.count(Tier.MINIMUM), tiers.count(Tier.OPTION)
    return f"{len(version.document['themes'])} themes, {standards} minimum standards and {options} options."


class PlanForm(BegunForm):
    """What is said of the whole plan."""

    title = forms.CharField(max_length=200, label="Title of the plan", error_messages=TITLE)
    starts = DayField(label="First day", error_messages={"required": "Enter the first day of the plan"})
    ends = DayField(label="Last day", required=False)
    summary = Words(label="What the plan is about", required=False, rows=8)
    plain_summary = Words(label="The same in plain English", required=False, rows=6, help_text=PLAIN)

    @staticmethod
    def values(plan: Plan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in ("title", "starts", "ends", "summary", "plain_summary")}


class ThemeForm(BegunForm):
    """The texts under a theme."""

    commentary = Words(
        label="Local commentary", required=False, rows=14,
        help_text="Where things stand here: what is done, what is missing, what comes next. It stands in the committee "
        "report. Leave an empty line between paragraphs.",
    )  # fmt: skip
    plain_summary = Words(label="The same in plain English", required=False, rows=5, help_text=PLAIN)

    @staticmethod
    def values(text: ThemeText) -> dict[str, Any]:
        return {"commentary": text.commentary, "plain_summary": text.plain_summary}


class AnswerForm(BegunForm):
    """How the partnership stands to one standard or option."""

    says_optional = False  # an answer may be left for later
    standing = forms.ChoiceField(required=False, widget=Radios)
    reason = Words(label="Why", required=False, rows=3, longest=4000)
    narrative = Words(
        label="The local position", required=False, rows=8,
        help_text="What is done here, by whom, since when, and what is missing. It is quoted in reports.",
    )  # fmt: skip

    def __init__(self, answer: Answer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ANSWERS[Tier(answer.tier)]
        standing, standard = self.fields["standing"], answer.tier == Tier.MINIMUM
        standing.label = "How does the partnership stand to it?" if standard else "Do you choose it?"
        standing.choices = [  # type: ignore[attr-defined]
            *((str(one), one.label) for one in words), ("", "Not answered yet" if standard else "Not chosen yet"),
        ]  # fmt: skip
        standing.widget.hints = {str(one): HINTS[one] for one in words}  # type: ignore[attr-defined]
        needing = [one.label.lower() for one in words if one in NEEDS_REASON]
        self.fields["reason"].help_text = f"Needed where it is {' or '.join(needing)}."

    @staticmethod
    def values(answer: Answer) -> dict[str, Any]:
        return {"standing": answer.standing, "reason": answer.reason, "narrative": answer.narrative}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("standing") in NEEDS_REASON and not given.get("reason"):
            self.add_error("reason", f"Say why it is {Standing(given['standing']).label.lower()}")
        return given


class EvidenceForm(OnceForm):
    """One thing that a claim rests on; which questions are asked follows from its kind."""

    title = forms.CharField(
        max_length=300, label="What it is", error_messages={"required": "Say in a few words what it is"}
    )
    measure = forms.ChoiceField(label="Measure", error_messages={"required": "Choose a measure"})
    count = forms.ChoiceField(label="What is counted", error_messages={"required": "Choose what is counted"})
    per_quarter = forms.IntegerField(
        label="How many are promised each quarter?", required=False, min_value=0, max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text="Leave it empty where no number was promised.",
    )  # fmt: skip
    address = forms.URLField(
        max_length=500, label="Address of the page", assume_scheme="https",
        help_text="Beginning with https://",
        error_messages={"required": "Enter the address of the page", "invalid": "Enter an address like "
                        "https://www.example.org/page"},
    )  # fmt: skip
    file = forms.FileField(
        label="The file", error_messages={"required": "Choose a file", "empty": "The file you chose is empty."}
    )
    of = DayField(label="Of which day does it speak?", required=False)
    note = Words(label="What it shows", required=False, rows=3, longest=2000)

    ASKED: Mapping[str, tuple[str, ...]] = {
        EvidenceKind.MEASURE: ("measure", "note"),
        EvidenceKind.REGISTER: ("count", "per_quarter", "note"),
        EvidenceKind.MINUTES: ("title", "of", "address", "note"),
        EvidenceKind.LINK: ("title", "address", "of", "note"),
        EvidenceKind.FILE: ("title", "file", "of", "note"),
    }

    def __init__(self, kind: str, choices: Mapping[str, Iterable[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in set(self.fields) - {*self.ASKED[kind], "once"}:
            del self.fields[name]
        if kind == EvidenceKind.MEASURE:
            self.fields["measure"].choices = measures_by_subject(choices)  # type: ignore[attr-defined]
        if kind == EvidenceKind.REGISTER:
            self.fields["count"].choices = [("", "Choose a count"), *grouped(choices)]  # type: ignore[attr-defined]
        if kind == EvidenceKind.MINUTES:
            self.fields["title"].help_text = "Of which meeting, and which item, such as “Partnership board, item 4”."
            self.fields["of"].required = True
            self.fields["of"].error_messages["required"] = "Enter the day of the meeting"
            self.fields["address"].required = False
        if kind == EvidenceKind.FILE:
            self.fields["file"].help_text = (
                f"{WANTED}, up to {LARGEST >> 20} MB. No names or other details of people whom you work with."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.kind == EvidenceKind.MEASURE and given.get("measure"):
            given["title"] = measures()[given["measure"]].title
        if self.kind == EvidenceKind.REGISTER and given.get("count"):
            counting = countings()[given["count"]]
            given |= {"measure": counting.key, "title": counting.title}
        return given


def measures_by_subject(by_subject: Mapping[str, Iterable[Any]]) -> list[tuple[str, Any]]:
    """The choices of a measure, under its subject."""
    return [("", "Choose a measure"), *grouped(by_subject)]


def grouped(choices: Mapping[str, Iterable[Any]]) -> list[tuple[str, Any]]:
    """Things with a key and a title as choices, each under its group."""
    return [(group, [(one.key, one.title) for one in some]) for group, some in choices.items()]


class SureForm(OnceForm):
    """A step that is asked about once more, with nothing to fill in."""
