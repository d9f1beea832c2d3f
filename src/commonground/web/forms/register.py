"""An entry of a register as a form, made from its declaration: the one-minute form, and the whole by parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField

from commonground.partnership.rule import Actor
from commonground.plan.models import Action, Answer
from commonground.registers.beside import Beside
from commonground.registers.called import called
from commonground.registers.changes.entries import edition_of
from commonground.registers.models import Entry, TaskingDecision
from commonground.registers.people import Named
from commonground.registers.register import Register, registers, words
from commonground.web.forms.look import Checkboxes
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.questions import Offered, first_value, question
from commonground.web.forms.words import BegunForm, Words

FIND, PHOTOGRAPH = "find_about", "photograph"


class EntryForm(NobodyForm, BegunForm):
    """The columns named, as questions."""

    def __init__(
        self, register: Register, names: Iterable[str], offered: Offered, data: Any = None, files: Any = None, *,
        initial: Mapping[str, Any], photographed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=initial)
        self.register, self.names, self.offered = register, tuple(names), offered
        for name in self.names:
            if name == "about" and (offered.more_about or initial.get(FIND)):
                self.fields[FIND] = _finder(register)
            self.fields[name] = question(register, name, offered)
        if photographed:
            self.fields[PHOTOGRAPH] = _photograph()

    @property
    def values(self) -> dict[str, Any]:
        """What was answered, as the register takes it."""
        given = self.cleaned_data
        return {name: given[name] for name in self.names if not self._left_out(name, given[name])}

    def _left_out(self, name: str, value: Any) -> bool:
        """What nobody gave and the column cannot be without keeps its default, or what stands there."""
        column = self.register.field(name)
        return (value is None and not column.null) or (value == "" and not column.blank and column.has_default())

    def parts(self) -> list[tuple[str, str, list[BoundField]]]:
        """The questions under the headings of the register; those of the one-minute form have none."""
        found = []
        for part in self.register.parts:
            names = [name for name in part.columns if name in self.names]
            if names:
                found.append((part.title, part.help, self._bound(names)))
        return found

    def questions(self) -> list[BoundField]:
        """The questions one under the other, in the order in which they were named."""
        return self._bound(self.names)

    def _bound(self, names: Sequence[str]) -> list[BoundField]:
        found = []
        for name in names:
            found += [self[FIND]] if name == "about" and FIND in self.fields else []
            found.append(self[name])
        return found

    def refuse_names(self, found: Iterable[Named]) -> None:
        """Beside each text what is refused in it."""
        for one in found:
            said = f"{one.title}: “{one.words}” ({one.kind}) is about a person. Say it without the person"
            self.add_error(one.column if one.column in self.fields else None, said)

    def ask_for_file_again(self) -> None:
        """A browser sends a file once; whoever chose one is told."""
        if PHOTOGRAPH in self.fields.keys() - self.errors.keys() and self.files.get(PHOTOGRAPH):
            self.add_error(PHOTOGRAPH, "Choose the photograph again: it is sent together with the entry")

    def begin_from(self, row: Model) -> None:
        assert isinstance(row, Entry)
        self.data: Any = self.data.copy()  # type: ignore[no-redef, has-type]
        self.data["begun"] = edition_of(row)

    def clashes(self, theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        typed = self.values
        return [
            (self.register.label(name), self._said(name, saved), self._said(name, typed[name]))
            for name, saved in theirs.items() if name in typed and (saved or "") != (typed[name] or "")
        ]  # fmt: skip

    def _said(self, name: str, value: Any) -> str:
        places = {**self.offered.wards, **self.offered.lsoas}
        return words(value, places if name in ("ward", "lsoa") else self.register.choices(name))


def begun_with(register: Register, entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """The first values of a form over an entry."""
    values = {name: first_value(register.value(entry, name)) for name in names}
    return {**values, "begun": edition_of(entry)}


def over(first: Mapping[str, Any], typed: Mapping[str, Any], register: Register) -> dict[str, Any]:
    """First values with what was typed over them: a box that was cleared in a draft is not in it, and stays clear."""
    if not typed:
        return dict(first)
    ticked = {name for name in first if name in register.columns and isinstance(first[name], bool | list)}
    return {**first, **{name: False for name in ticked - typed.keys()}, **typed}


def _photograph() -> forms.FileField:
    return forms.FileField(
        label="Photograph", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="Nobody may be recognised in it, and no number plate. Where, when and with what it was taken is "
        "removed. You can add it later.",
        error_messages={"empty": "The photograph is empty. Choose another"},
    )  # fmt: skip


def _finder(register: Register) -> forms.CharField:
    return forms.CharField(
        label=f"Find the {register.label('about').lower()}", required=False, max_length=100,
        help_text="There are too many to list: enter a word of its name or street, then choose below.",
    )  # fmt: skip


def _titled(actor: Actor, entry: Entry) -> str:
    register = registers()[entry.register]
    return f"{register.title}: {called(register, entry, actor)}"


class WithdrawForm(OnceForm):
    """Why an entry is withdrawn."""

    why = Words(
        label="Why is it withdrawn?", rows=3, longest=400, help_text="For example: entered twice. Nobody’s name.",
        error_messages={"required": "Say why the entry is withdrawn"},
    )  # fmt: skip


class LinksForm(OnceForm):
    """What an entry is linked to: what it is linked to already, and what else is offered."""

    decisions = forms.MultipleChoiceField(label="Decisions that asked for it", required=False, widget=Checkboxes)
    actions = forms.MultipleChoiceField(label="Actions of the plan", required=False, widget=Checkboxes)
    answers = forms.MultipleChoiceField(label="Standards and options of the plan", required=False, widget=Checkboxes)
    entries = forms.MultipleChoiceField(label="Entries of registers", required=False, widget=Checkboxes)

    def __init__(
        self, actor: Actor, now: Beside, actions: Iterable[Action], answers: Iterable[Answer],
        decisions: Iterable[TaskingDecision], entries: Iterable[Entry], data: Any,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.rows: dict[str, dict[str, Any]] = {}
        self._offer("decisions", now.decisions, decisions, str)
        self._offer("actions", now.actions, actions, lambda one: f"{one.ref}: {one.title}")
        self._offer("answers", now.answers, answers, lambda one: f"{one.item.ref}: {one.item.text}")
        self._offer("entries", now.entries, entries, partial(_titled, actor))

    def _offer(self, name: str, now: Iterable[Any], more: Iterable[Any], said: Callable[[Any], str]) -> None:
        rows = self.rows[name] = {one.public_id: one for one in (*now, *more)}
        self.fields[name].choices = [(key, said(one)) for key, one in rows.items()]  # type: ignore[attr-defined]
        self.initial[name] = [one.public_id for one in now]
        if not rows:
            del self.fields[name]

    def ends(self) -> list[Any]:
        """The rows that were ticked."""
        return [self.rows[name][key] for name in self.rows for key in self.cleaned_data.get(name, ())]
