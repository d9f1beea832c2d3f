"""Entries that are sent in: the file, and what each of its columns means."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from commonground.registers.moving.headings import (
    NOTES,
    OUT,
    REFERENCE,
    UNDECIDED,
    Mapping,
    guess_columns,
    headings,
    letters,
)
from commonground.registers.moving.limits import ENTRIES
from commonground.registers.moving.opening import Sent
from commonground.registers.register import Register
from commonground.web.forms.once import OnceForm

EXAMPLES, LONGEST = 3, 50


class SendListForm(OnceForm):
    """The file with the entries."""

    file = forms.FileField(
        label="The file",
        help_text="One entry in a row, under headings. The file itself is not kept.",
        error_messages={
            "required": "Choose a file to send", "missing": "Choose a file to send",
            "empty": "The file you chose is empty. Choose another.",
        },
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > ENTRIES.bytes:
            raise forms.ValidationError(f"The file is larger than {ENTRIES.bytes >> 20} MB. Send a part of it.")
        return file


class ListColumnsForm(OnceForm):
    """Which sheet, in which row its headings stand, and what each column means."""

    says_optional = False

    def __init__(
        self, register: Register, names: Sequence[str], sent: Sent, mapping: Mapping, data: Any = None
    ) -> None:
        super().__init__(data)
        self.register, self.names, self.sent, self.mapping = register, names, sent, mapping
        sheet = sent.sheets[mapping.sheet]
        if len(sent.sheets) > 1:
            self.fields["sheet"] = forms.TypedChoiceField(
                label="Sheet with the entries", coerce=int, initial=mapping.sheet,
                choices=[(n, f"{one.name}, {len(one.rows):,} rows") for n, one in enumerate(sent.sheets)],
            )  # fmt: skip
        self.fields["head"] = forms.IntegerField(
            label="Row with the headings", help_text="0 if it has none.", min_value=0, max_value=ENTRIES.rows,
            initial=mapping.head, error_messages={"required": "Enter the number of the row, or 0"},
            widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        )  # fmt: skip
        meanings = self._meanings()
        for number, head in enumerate(headings(sent, mapping)):
            bare = head == f"Column {letters(number)}"
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=head if bare else f"Column {letters(number)}: “{_short(head)}”", choices=meanings, required=False,
                initial=mapping.columns[number], help_text=_examples(sheet.rows[mapping.head :], number),
            )  # fmt: skip

    def _meanings(self) -> list[tuple[str, str]]:
        own = [(name, self._told(name)) for name in self.names]
        notes = [(NOTES, "Put it into the notes, after its heading")] if "notes" in self.names else []
        return [
            (UNDECIDED, "Choose what it means"), *own,
            (REFERENCE, "Reference: what the row is called in the file"), *notes, (OUT, "Leave this column out"),
        ]  # fmt: skip

    def _told(self, name: str) -> str:
        return f"{self.register.label(name)}{' (needed)' if name in self.register.required else ''}"

    def about(self) -> list[BoundField]:
        return [self[name] for name in ("sheet", "head") if name in self.fields]

    def of_columns(self) -> list[BoundField]:
        return [self[f"column{number}"] for number in range(len(self.mapping.columns))]

    @property
    def moved(self) -> bool:
        """Whether another sheet or row was named, so that the columns have to be looked at again."""
        given = self.cleaned_data
        return (given.get("sheet", self.mapping.sheet), given["head"]) != (self.mapping.sheet, self.mapping.head)

    def clean(self) -> dict[str, Any]:
        """Each column of the file is placed, and each meaning goes to one column."""
        given = super().clean() or {}
        if "head" not in given or self.moved:
            return given
        seen: dict[str, int] = {}
        for number in range(len(self.mapping.columns)):
            name = given.get(f"column{number}", UNDECIDED)
            if name == UNDECIDED:
                self.add_error(f"column{number}", f"Choose what column {letters(number)} means, or leave it out")
            elif name in seen and name not in (OUT, NOTES):
                said = f"Column {letters(seen[name])} has this meaning already. Choose it for one column only"
                self.add_error(f"column{number}", said)
            seen.setdefault(name, number)
        lacking = [self.register.label(name) for name in self.register.required if name not in seen]
        if lacking and not self.errors:
            self.add_error(None, f"No column is said to be: {', '.join(lacking)}. An entry cannot do without.")
        return given

    def mapped(self) -> Mapping:
        """The mapping as it was chosen; of another sheet or row, a new guess."""
        given = self.cleaned_data
        if self.moved:
            sheet = given.get("sheet", self.mapping.sheet)
            head = min(given["head"], len(self.sent.sheets[sheet].rows))
            return guess_columns(self.register, self.names, self.sent, sheet, head)
        columns = tuple(given[f"column{number}"] for number in range(len(self.mapping.columns)))
        return replace(self.mapping, columns=columns)


class BringInForm(OnceForm):
    """Whether rows may stay out."""

    without_the_rest = forms.BooleanField(required=False)

    def __init__(self, new: int, left: int, data: Any = None) -> None:
        super().__init__(data)
        if left:
            self.fields["without_the_rest"].label = (
                f"Bring in the {new:,} in order, and leave {left:,} out, kept as a file to mend."
            )
        else:
            del self.fields["without_the_rest"]


def _examples(rows: Sequence[Sequence[str]], column: int) -> str:
    found: dict[str, None] = {}
    for row in rows:
        if column < len(row) and row[column]:
            found[_short(row[column])] = None
        if len(found) == EXAMPLES:
            break
    return f"For example {'; '.join(f'“{one}”' for one in found)}." if found else "Nothing stands in it."


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rstrip() + "…"
