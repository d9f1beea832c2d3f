"""A plan that is sent in: the file, and what each of its columns and headings means."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from commonground.partnership.spreadsheets.tables import Table
from commonground.plan.moving.guess import NO_THEME, ColumnMapping, TableMapping, as_headed
from commonground.plan.moving.limits import PLAN
from commonground.plan.moving.matching import is_title_of
from commonground.plan.moving.tables import Tables
from commonground.plan.moving.targets import OVER_COLUMNS, TARGETS
from commonground.plan.templates.written import WrittenTemplate
from commonground.web.forms.once import OnceForm

HOLDS = (
    ("actions", "Actions"),
    ("answers", "Answers to standards and options"),
    ("", "Nothing: leave the whole table out"),
)
MEANINGS = (OVER_COLUMNS, *((target.key, target.title) for target in TARGETS.values()))
EXAMPLES, LONGEST = 2, 60


class SendPlanForm(OnceForm):
    """The file with the plan."""

    file = forms.FileField(
        label="The file",
        help_text="A spreadsheet, or a Word file with tables: each action in a row of its own. The file is not kept.",
        error_messages={
            "required": "Choose a file to send",
            "empty": "The file you chose is empty. Choose another.",
            "missing": "Choose a file to send",
        },
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > PLAN.bytes:
            raise forms.ValidationError(f"The file is larger than {PLAN.bytes >> 20} MB. Take the pictures out.")
        return file


class ColumnsForm(forms.Form):
    """For each table what it holds and what its columns mean; for each heading which theme it stands for."""

    says_optional = False

    def __init__(
        self, tables: Tables, mapping: ColumnMapping, template: WrittenTemplate, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tables, self.mapping, self.template = tables, mapping, template
        for number, table in enumerate(tables.tables):
            self._ask_table(number, table, mapping.of(table.name))
        themes = [(theme.key, theme.title) for theme in template.themes]
        for number, wording in enumerate(self.wordings):
            self.fields[f"theme{number}"] = forms.ChoiceField(
                label=f"“{_short(wording)}”", required=False, initial=mapping.themes[wording],
                choices=[("", "Choose a theme"), *themes, (NO_THEME, "No theme: a remark that is left out")],
            )  # fmt: skip

    @property
    def wordings(self) -> list[str]:
        """The headings that are not a theme’s own words."""
        themes = self.mapping.themes
        return [words for words, key in themes.items() if key in ("", NO_THEME) or not self._plain(words, key)]

    def _plain(self, words: str, key: str) -> bool:
        return is_title_of(words, key, self.template)

    def _ask_table(self, number: int, table: Table, mapping: TableMapping) -> None:
        self.fields[f"holds{number}"] = forms.ChoiceField(
            label="What it holds", required=False, initial=mapping.holds, choices=HOLDS
        )
        self.fields[f"head{number}"] = forms.IntegerField(
            label="Row with the names of the columns", help_text="0 if it has none.", min_value=0,
            max_value=min(len(table.rows), PLAN.rows), initial=mapping.head,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            error_messages={
                "required": "Enter the number of the row with the names of the columns, or 0",
                "invalid": "Enter the number of the row with the names of the columns, or 0",
            },
        )  # fmt: skip
        for column in range(table.width):
            head = mapping.heads[column] if column < len(mapping.heads) else ""
            name = table.column(column).replace("column", "Column")
            self.fields[f"column{number}-{column}"] = forms.ChoiceField(
                label=f"{name}: “{_short(head)}”" if head else name, help_text=_examples(table, mapping, column),
                required=False, initial=mapping.columns[column] if column < len(mapping.columns) else "",
                choices=MEANINGS,
            )  # fmt: skip

    def by_table(self) -> Iterator[tuple[Table, list[BoundField], list[BoundField]]]:
        """For the page: each table, the questions about it, and those about its columns."""
        for number, table in enumerate(self.tables.tables):
            about = [self[f"holds{number}"], self[f"head{number}"]]
            yield table, about, [self[f"column{number}-{column}"] for column in range(table.width)]

    def of_themes(self) -> list[BoundField]:
        return [self[f"theme{number}"] for number in range(len(self.wordings))]

    def clean(self) -> dict[str, Any]:
        """Each meaning goes to one column of a table, unless it may go to several."""
        given = super().clean() or {}
        for number, table in enumerate(self.tables.tables):
            seen: dict[str, int] = {}
            for column in range(table.width if given.get(f"holds{number}") else 0):
                key = given.get(f"column{number}-{column}", "")
                if key in seen and not TARGETS[key].several:
                    there = table.column(seen[key])
                    said = f"{table.name}: “{TARGETS[key].title}” is {there} already. Choose it for one column only"
                    self.add_error(f"column{number}-{column}", said)
                if key:
                    seen.setdefault(key, column)
        return given

    def mapped(self) -> ColumnMapping:
        """The mapping as it was chosen; a table whose row of heads was changed is guessed anew."""
        given = self.cleaned_data
        tables = []
        for number, table in enumerate(self.tables.tables):
            before = self.mapping.of(table.name)
            if given[f"head{number}"] != before.head:
                tables.append(as_headed(table, given[f"head{number}"], self.template))
                continue
            columns = tuple(given[f"column{number}-{column}"] for column in range(table.width))
            tables.append(before.model_copy(update={"holds": given[f"holds{number}"], "columns": columns}))
        themes = {words: given[f"theme{number}"] for number, words in enumerate(self.wordings)}
        return ColumnMapping(tables=tuple(tables), themes=self.mapping.themes | themes)

    def changes_heads(self) -> bool:
        """Whether a row of heads was changed, so that the columns have to be looked at again."""
        given, named = self.cleaned_data, enumerate(self.tables.tables)
        return any(given[f"head{number}"] != self.mapping.of(table.name).head for number, table in named)


def _examples(table: Table, mapping: TableMapping, column: int) -> str:
    """The first things that stand in the column."""
    rows = range(mapping.head + 1, len(table.rows) + 1)
    found = dict.fromkeys(
        _short(table.cell(row, column).text)
        for row in rows
        if table.cell(row, column) and row not in table.spanning
    )  # fmt: skip
    first = "; ".join(f"“{words}”" for words in list(found)[:EXAMPLES])
    return f"For example {first}." if first else "Nothing stands in it."


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rstrip() + "…"
