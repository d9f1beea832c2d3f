"""What a file that was sent in would change in the plan that is there: what is new, what differs, what is the same.

An action of the file is the one of the same title; failing that, of the same reference and nearly the same title. What
the file leaves empty stays as it is, and nothing is removed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from pydantic import BaseModel

from commonground.partnership.spreadsheets.names import plain
from commonground.plan.moving.becoming import Refs
from commonground.plan.moving.preview import Preview
from commonground.plan.moving.sheets import label, to_cell
from commonground.plan.written import Written, WrittenAction, WrittenPlan

SAME_TITLE = 0.6  # of two titles under one reference: less alike, they are two actions
NOT_COMPARED = {"ref", "tier", "text", "derived", "derived_because", "key", "form", "template", "partnership", "as_of",
                "area_code", "area_name", "invented", "themes", "answers", "actions", "review"}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field, in words, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A part of the plan: new, changed or the same."""

    ref: str
    title: str
    what: Literal["new", "changed", "same"]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Against:
    """The plan to be brought in, with the references of the plan that is there, and what that changes."""

    written: WrittenPlan
    differences: tuple[Difference, ...]
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> list[Difference]:
        return self._that_are("new")

    @property
    def changed(self) -> list[Difference]:
        return self._that_are("changed")

    @property
    def same(self) -> list[Difference]:
        return self._that_are("same")

    def _that_are(self, what: str) -> list[Difference]:
        return [one for one in self.differences if one.what == what]


def against(found: Preview, living: WrittenPlan, whole: WrittenPlan | None = None) -> Against:
    """What the preview, or the whole plan that the file holds, changes in the living one."""
    renamed = {} if whole else _renamed(found.actions, living)
    actions = tuple(a.model_copy(update={"ref": renamed.get(a.ref, a.ref)}) for a in found.actions)
    if whole:
        written = whole
    else:
        written = WrittenPlan(
            title=living.title, partnership=living.partnership, template=living.template, as_of=living.as_of,
            themes=(), answers=found.answers, actions=actions,
        )  # fmt: skip
    return Against(written, tuple(_differences(written, living, bool(whole))), renamed)


def _renamed(actions: Iterable[WrittenAction], living: WrittenPlan) -> dict[str, str]:
    """The reference in the plan for each action of the file."""
    by_title = {plain(action.title): action.ref for action in reversed(living.actions)}
    by_ref = {action.ref.casefold(): action for action in living.actions}
    actions = tuple(actions)
    refs = Refs(frozenset(by_ref) | {action.ref for action in actions})
    renamed: dict[str, str] = {}
    for action in actions:
        there = by_ref.get(action.ref.casefold())
        if ref := by_title.pop(plain(action.title), ""):
            renamed[action.ref] = ref
        elif there is not None and not _alike(action.title, there.title):
            renamed[action.ref] = refs.next()
    taken = set(renamed.values())
    for action in actions:  # an action that another one turned out to be gives its reference up
        if action.ref not in renamed and action.ref in taken:
            renamed[action.ref] = refs.next()
    return renamed


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio() >= SAME_TITLE


def _differences(written: WrittenPlan, living: WrittenPlan, whole: bool) -> Iterator[Difference]:
    if whole:
        yield _compared("", "The plan itself", written, living)
        themes = {theme.key: theme for theme in living.themes}
        for theme in written.themes:
            yield _compared("", f"Commentary on {theme.title}", theme, themes.get(theme.key))
    answers = {answer.ref: answer for answer in living.answers}
    for answer in written.answers:
        yield _compared(answer.ref, answer.text, answer, answers.get(answer.ref))
    actions = {action.ref: action for action in living.actions}
    for action in written.actions:
        yield _compared(action.ref, action.title, action, actions.get(action.ref))


def _compared(ref: str, title: str, given: Written, there: Written | None) -> Difference:
    if there is None:
        return Difference(ref, title, "new")
    changes = tuple(_changes(given, there))
    return Difference(ref, title, "changed" if changes else "same", changes)


def _changes(given: Written, there: Written) -> Iterator[Change]:
    """The fields that the file gives and that differ; of lists, what would be added."""
    for name in type(given).model_fields:
        value, now = getattr(given, name), getattr(there, name)
        if name in NOT_COMPARED or name not in given.model_fields_set or value in (None, "", ()) or value == now:
            continue
        if isinstance(value, tuple):
            known = {_named(entry) for entry in now} if name == "tasks" else set(now)
            added = [entry for entry in value if (_named(entry) if name == "tasks" else entry) not in known]
            moved = [entry for entry in value if entry not in now] if name == "tasks" else added
            if moved:
                yield Change(label(name), "", f"Added: {'; '.join(map(_named, moved))}" if added else _moved(moved))
        else:
            yield Change(label(name), _said(now), _said(value))


def _moved(entries: Iterable[Any]) -> str:
    return f"Other days: {'; '.join(map(_named, entries))}"


def _named(entry: Any) -> str:
    """What an entry of a list is called."""
    if not isinstance(entry, BaseModel):
        return str(entry)
    return str(getattr(entry, "title", "") or getattr(entry, "measure", ""))


def _said(value: Any) -> str:
    cell = to_cell(value)
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else str(cell or "")
