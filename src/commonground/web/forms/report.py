"""What is asked about a report: its front, each part that an officer writes, a legal paragraph, and a Word template."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from commonground.papers.changes.reports import Front
from commonground.papers.legal import Law, outdated_in
from commonground.papers.reports.kind import Kind, Officers, Question, kinds
from commonground.papers.word_form import LARGEST
from commonground.plan.models import Snapshot
from commonground.web.forms.look import Radios
from commonground.web.forms.once import OnceForm

LONGEST, SHORT = 40_000, 1_000
CONTROLS = {code: None for code in range(32) if code not in (9, 10)}
"""Signs that a browser should not send and that a Word file cannot hold."""


def asked(question: Question, label: str, rows: int = 12) -> forms.Field:
    """The field of a question. An empty answer may be saved: the page of the report says that it is lacking."""
    said = {"label": label, "help_text": question.hint, "required": False}
    if question.choices:
        return forms.ChoiceField(choices=[(one, one) for one in question.choices], widget=Radios, **said)
    longest = SHORT if question.short else LONGEST
    errors = {"max_length": f"“{label}” must be {longest:,} characters or fewer"}
    widget = forms.Textarea(attrs={"rows": 2 if question.short else rows})
    return forms.CharField(max_length=longest, widget=widget, error_messages=errors, **said)


def head_line(question: Question) -> forms.Field:
    """A line of the head of a report, which has to be there unless it is optional."""
    required = not question.optional
    errors = {"required": f"Enter: {question.label[0].lower()}{question.label[1:]}"}
    said = {"label": question.label, "help_text": question.hint, "required": required, "error_messages": errors}
    if question.choices:
        choices = [(one, one) for one in question.choices]
        return forms.ChoiceField(choices=choices, widget=Radios, initial=question.first, **said)
    return forms.CharField(max_length=200, initial=question.first, **said)


def plain_text(text: str) -> str:
    """Line ends as a file has them, whichever browser sent them, and no control signs."""
    return "\n".join(line.rstrip() for line in text.splitlines()).translate(CONTROLS).strip()


class FrontForm(OnceForm):
    """The head of the report, and its class."""

    title = forms.CharField(
        max_length=200, help_text="As it stands on the agenda.", error_messages={"required": "Enter the title"}
    )
    part = forms.TypedChoiceField(
        label="Class", coerce=int, initial=1, choices=[(1, "Part 1: open"), (2, "Part 2: exempt as a whole")],
        error_messages={"required": "Choose the class"},
        widget=Radios(hints={
            1: "Anyone may read it once it is published. Parts of it can still be marked as exempt.",
            2: "It is never put on the public page.",
        }),
    )  # fmt: skip

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for question in kind.header:
            self.fields[question.key] = head_line(question)

    @property
    def front(self) -> Front:
        header = {one.key: plain_text(self.cleaned_data[one.key]) for one in self.kind.header}
        return Front(self.cleaned_data["title"], header, self.cleaned_data["part"])

    def clean(self) -> dict[str, Any] | None:
        for name, value in self.cleaned_data.items():
            if isinstance(value, str) and (found := outdated_in(value)):
                self.add_error(name, found[0].warning)
        return self.cleaned_data


class NewForm(FrontForm):
    """A new report: beside its head, the plan it is made from."""

    def __init__(self, kind: Kind, plans: Iterable[Snapshot], *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.plans = {one.public_id: one for one in plans}
        choices = [(key, f"{one.plan.title}: {one}") for key, one in self.plans.items()]
        self.fields["snapshot"] = forms.ChoiceField(
            label="The plan it is made from", required=kind.needs_plan,
            choices=[("", "Choose a plan" if kind.needs_plan else "None"), *choices],
            help_text="A plan as it was handed over or reviewed. What changes in the plan later does not change this.",
            error_messages={"required": "Choose the plan that the report is made from"},
        )  # fmt: skip
        if kind.about_last_plan:
            self.fields["last"] = forms.ChoiceField(
                label="Last year’s plan", required=False, choices=[("", "None"), *choices],
                help_text="What was delivered of it is set out in the report.",
            )  # fmt: skip
        self.order_fields(["once", "title", "snapshot", "last", "part"])

    def chosen(self, name: str) -> Snapshot | None:
        return self.plans.get(self.cleaned_data.get(name, ""))


class PartForm(OnceForm):
    """One part that an officer writes, with the number of the version that its writer began from."""

    says_optional = False  # an empty answer is one that is not written yet
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, part: Officers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        for one in part.questions:
            self.fields[one.key] = asked(one, one.label or part.title, rows=12 if len(part.questions) == 1 else 5)
        self.fields["exempt"] = forms.BooleanField(
            label="This part is exempt from publication (Part 2)", required=False,
            help_text="It is left out of every open copy: web page, PDF, Word file, list of figures and public page.",
        )  # fmt: skip
        self.fields["exempt_why"] = forms.CharField(
            label="Why it is exempt", required=False, max_length=400,
            help_text="The reason in law, as your monitoring officer words it. Only needed where it is exempt.",
        )

    @property
    def answers(self) -> dict[str, str]:
        return {one.key: plain_text(self.cleaned_data[one.key]) for one in self.part.questions}

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("exempt") and not self.cleaned_data.get("exempt_why", "").strip():
            self.add_error("exempt_why", "Say why this part is exempt")
        return self.cleaned_data

    @property
    def warnings(self) -> list[str]:
        """What the officer is told after saving: law that is named and that is none any more."""
        return [law.warning for law in outdated_in("\n".join(self.answers.values()))]


class LawForm(OnceForm):
    """A paragraph of the legal library: confirmed, reworded or left out."""

    says_optional = False
    read = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="The paragraph", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    does = forms.ChoiceField(
        label="What you have decided",
        choices=[("confirm", "I have checked this paragraph and confirm it"), ("leave", "Leave it out of this report")],
        widget=Radios,
        error_messages={"required": "Choose whether the paragraph is confirmed or left out"},
    )

    def __init__(self, law: Law, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.law = law

    def clean(self) -> dict[str, Any] | None:
        text = self.cleaned_data.get("text", "")
        if self.cleaned_data.get("does") == "confirm":
            if not text.strip():
                self.add_error("text", "Enter the paragraph, or choose to leave it out")
            for found in outdated_in(text):
                self.add_error("text", found.warning)
        return self.cleaned_data

    @property
    def answers(self) -> Mapping[str, str]:
        return {"text": plain_text(self.cleaned_data["text"]) if self.cleaned_data["does"] == "confirm" else ""}

    @property
    def warnings(self) -> list[str]:
        return []


class TemplateForm(OnceForm):
    """A council’s own Word template."""

    kind = forms.ChoiceField(label="For which kind of report", error_messages={"required": "Choose the kind of report"})
    file = forms.FileField(
        label="The Word template",
        help_text=f"A .docx file of {LARGEST >> 20} MB at most, with places in it as the example has them.",
        error_messages={"required": "Choose a file to send", "empty": "The file you chose is empty. Choose another."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a kind of report"), *((kind.key, kind.title) for kind in kinds().values())
        ]  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST >> 20} MB.")
        return file
