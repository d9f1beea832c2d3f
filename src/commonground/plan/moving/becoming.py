"""A row of somebody’s own plan as an action, as several, or as the answer to a standard."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from commonground.partnership.spreadsheets import days
from commonground.partnership.spreadsheets.names import one_of, plain
from commonground.partnership.spreadsheets.tables import BULLET, Cell, Table
from commonground.plan.moving import said
from commonground.plan.moving.guess import TableMapping
from commonground.plan.moving.matching import Known, item_of, refs_in
from commonground.plan.moving.targets import TARGETS
from commonground.plan.templates.written import WrittenTemplate
from commonground.plan.terms import NEEDS_REASON, ActionState, Rag
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenTask

LONGEST_TITLE = 300
LONGEST_REF = 20
LONGEST_FUNDER = 200
BETWEEN_AGENCIES = r"[/;,\n]"
BETWEEN_PEOPLE = r"[/;,&\n]|\band\b"
IN_AN_ANSWER = {"title", "description", "serves", "ref", "theme", "standing", "reason", "progress", "evidence"}


@dataclass(frozen=True)
class Remark:
    """Something that was not plain, and which of the columns it is about."""

    target: str
    kind: Literal["taken", "kept in words", "left out"]
    says: str


@dataclass(frozen=True)
class Given:
    """A row by what its columns mean."""

    table: Table
    number: int
    mapping: TableMapping

    def cell(self, target: str) -> Cell:
        column = self.mapping.column(target)
        return Cell() if column is None else self.table.cell(self.number, column)

    def text(self, target: str) -> str:
        return self.cell(target).text

    def labelled(self, target: str) -> list[tuple[str, str]]:
        """What stands in each column that means this, under the column’s own name."""
        columns = self.mapping.all_columns(target)
        heads = self.mapping.heads
        cells = [(heads[c] if c < len(heads) and heads[c] else TARGETS[target].title, c) for c in columns]
        return [(head, self.table.cell(self.number, c).text) for head, c in cells if self.table.cell(self.number, c)]


@dataclass
class Refs:
    """References of actions: the file’s own where they can be had, else the next that is free."""

    taken: frozenset[str]
    given: set[str] = field(default_factory=set)

    def next(self, wanted: str = "") -> str:
        """The wanted one unless a row above has it, else “A1”, “A2”, whichever nothing has."""
        ref = wanted if wanted.casefold() not in self.given else ""
        number = 1
        while not ref:
            ref = f"A{number}" if self._is_free(f"a{number}") else ""
            number += 1
        self.given.add(ref.casefold())
        return ref

    def _is_free(self, ref: str) -> bool:
        return ref not in self.given and ref not in {taken.casefold() for taken in self.taken}


def actions_of(
    given: Given, theme: str, template: WrittenTemplate, known: Known, refs: Refs, remarks: list[Remark]
) -> list[WrittenAction]:
    """The action of a row; where its title is nothing but bullets, one for each."""
    row = _Row(given, template, known, remarks)
    shared = row.shared()
    made: list[WrittenAction] = []
    for title, description, tasks in row.titles():
        wanted = given.text("ref") if not made else ""
        ref = refs.next(wanted if len(wanted) <= LONGEST_REF else "")
        if wanted and ref != wanted:
            remarks.append(Remark("ref", "taken", f"“{wanted}” cannot be used as a reference again; it became {ref}."))
        made.append(WrittenAction(ref=ref, title=title, theme=theme, description=description, tasks=tasks, **shared))
    if row.struck():
        remarks.append(Remark("title", "taken", "The words are struck through; check whether the action still stands."))
    return made


def answer_of(given: Given, template: WrittenTemplate, remarks: list[Remark]) -> WrittenAnswer | str:
    """The answer in a row, or the sentence why there is none."""
    ref = given.text("serves") or given.text("ref")
    item = item_of(ref, given.text("title"), template)
    if item is None:
        return "It is no standard or option of the template, so it is left out."
    if ref.strip().casefold() != item.ref.casefold() and plain(given.text("title")) != plain(item.text):
        remarks.append(Remark("title", "taken", f"It was taken as {item.ref}: “{item.text}”."))
    narrative = [words for _, words in given.labelled("progress")]
    narrative += [f"Evidence: {words}" for _, words in given.labelled("evidence")]
    cell, reason = given.cell("standing"), given.text("reason")
    standing: Any = said.standing_of(cell, item.tier)
    if cell and standing is None:
        narrative.append(f"Answer in the file: {cell.text}")
        says = f"“{_line(cell.text)}” is no answer to it; it is in the commentary."
        remarks.append(Remark("standing", "kept in words", says))
    elif standing in NEEDS_REASON and not reason:
        remarks.append(Remark("standing", "left out", f"“{standing.label}” needs a reason; the answer is left open."))
        standing = None
    for target in TARGETS:
        if target not in IN_AN_ANSWER and given.text(target):
            says = f"“{_line(given.text(target))}” has no place in an answer and is left out."
            remarks.append(Remark(target, "left out", says))
    return WrittenAnswer(
        ref=item.ref, tier=item.tier, theme=item.theme, text=item.text, standing=standing, reason=reason,
        narrative="\n".join(narrative),
    )  # fmt: skip


class _Row:
    """What all actions of a row share; words that have no field of their own become notes."""

    def __init__(self, given: Given, template: WrittenTemplate, known: Known, remarks: list[Remark]) -> None:
        self.given, self.template, self.known, self.remarks = given, template, known, remarks
        self.notes: list[str] = []

    def titles(self) -> list[tuple[str, str, tuple[WrittenTask, ...]]]:
        """Title, description and tasks: bullets below a line are its tasks, bullets alone are actions."""
        lines = self.given.text("title").split("\n")
        more = self.given.text("description")
        bullets = [line.removeprefix(BULLET) for line in lines if line.startswith(BULLET)]
        plain_lines = [line for line in lines if not line.startswith(BULLET)]
        if not plain_lines and len(bullets) > 1:
            says = f"Each of the {len(bullets)} bullets became an action with what else stands in the row."
            self.remarks.append(Remark("title", "taken", says))
            return [(*self._title(bullet, more), ()) for bullet in bullets]
        if not plain_lines:
            return [(*self._title(bullets[0], more), ())]
        if bullets:
            says = f"The {'bullet' if len(bullets) == 1 else f'{len(bullets)} bullets'} below it became its tasks."
            self.remarks.append(Remark("title", "taken", says))
        if long := [bullet for bullet in bullets if len(bullet) > LONGEST_TITLE]:
            says = f"A bullet has more than {LONGEST_TITLE} letters; its task is cut, the whole is in the description."
            self.remarks.append(Remark("title", "taken", says))
        rest = "\n".join([*plain_lines[1:], *filter(None, [more]), *long])
        return [(*self._title(plain_lines[0], rest), tuple(WrittenTask(title=_cut(bullet)) for bullet in bullets))]

    def _title(self, words: str, more: str) -> tuple[str, str]:
        """A title that fits, and the description with the whole of one that does not."""
        if len(words) <= LONGEST_TITLE:
            return words, more
        says = f"It has more than {LONGEST_TITLE} letters; the title is its beginning, the whole is in the description."
        self.remarks.append(Remark("title", "taken", says))
        return _cut(words), "\n".join(filter(None, (words, more)))

    def struck(self) -> bool:
        return self.given.cell("title").struck

    def shared(self) -> dict[str, Any]:
        given = self.given
        for target in ("progress", "evidence"):
            self.notes += [f"{head}: {words}" for head, words in given.labelled(target)]
        agency, contributors = self._agencies()
        owner = self._owner()
        starts, due = self._day("starts"), self._day("due")
        if starts and due and due < starts:
            self._keep("starts", f"“{given.text('starts')}” is after the day by which it is due")
            starts = None
        rag = self._rag()
        found = {
            "serves": self._serves(), "agency": agency, "contributors": contributors, "owner": owner, "starts": starts,
            "due": due, "priority": self._priority(), "funder": self._funder(), "success": given.text("success"),
            "rag": rag, "state": ActionState.DONE if rag == Rag.COMPLETE else None, "notes": "\n".join(self.notes),
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}

    def _keep(self, target: str, why: str) -> None:
        """Words that no field can hold stay in the notes, under what their column means."""
        note = f"{TARGETS[target].title} in the file: {self.given.text(target)}"
        self.notes += [note] if note not in self.notes else []
        self.remarks.append(Remark(target, "kept in words", f"{why}; it is in the notes."))

    def _day(self, target: str) -> Any:
        read = days.read(self.given.cell(target))
        if read.unread:
            self._keep(target, read.unread)
        if read.taken:
            self.remarks.append(Remark(target, "taken", f"{read.taken}."))
        return read.day

    def _rag(self) -> Any:
        cell = self.given.cell("rag")
        rag, taken = said.rag_of(cell)
        if taken:
            self.remarks.append(Remark("rag", "taken", f"{taken[0].upper()}{taken[1:]}."))
        if cell.text and rag is None:
            self._keep("rag", f"“{_line(cell.text)}” is none of green, amber, red, complete and not started")
        elif rag and re.search(r"[–—:;(\n]|\s-\s", cell.text):
            self.notes.append(f"RAG in the file: {cell.text}")
        if rag == Rag.COMPLETE:
            self.remarks.append(Remark("rag", "taken", "It is complete, so the action is taken over as done."))
        return rag

    def _funder(self) -> str:
        words = self.given.text("funder")
        if len(words) > LONGEST_FUNDER:
            self._keep("funder", f"It is longer than {LONGEST_FUNDER} letters")
            return ""
        return words

    def _priority(self) -> Any:
        found = said.priority_of(self.given.cell("priority"))
        if self.given.text("priority") and found is None:
            self._keep("priority", f"“{_line(self.given.text('priority'))}” is none of high, medium and low")
        return found

    def _serves(self) -> tuple[str, ...]:
        refs, unknown = refs_in(self.given.text("serves"), self.template)
        if unknown:
            self._keep("serves", f"“{'”, “'.join(unknown)}” is no reference of the template")
        return refs

    def _agencies(self) -> tuple[str, tuple[str, ...]]:
        """The lead agency, and those that help: of several, the first leads."""
        lead, *others = self._named("agency", BETWEEN_AGENCIES, self.known.agencies, "an agency of this partnership")
        helpers = self._named("contributors", BETWEEN_AGENCIES, self.known.agencies, "an agency of this partnership")
        if others:
            says = f"It names {1 + len(others)} agencies; “{lead}” was taken as the one that leads, the others help."
            self.remarks.append(Remark("agency", "taken", says))
        return lead, tuple(dict.fromkeys(name for name in (*others, *helpers) if name and name != lead))

    def _owner(self) -> str:
        first, *others = self._named("owner", BETWEEN_PEOPLE, self.known.people, "a member of this partnership")
        if others:
            self._keep("owner", f"It names {1 + len(others)} people; “{first}” was taken as the one who is accountable")
        return first

    def _named(self, target: str, between: str, names: tuple[str, ...] | None, what: str) -> list[str]:
        """The names in a cell, as the partnership writes them; the first is empty where the cell has none."""
        words = self.given.text(target)
        whole = any(plain(name) == plain(words) for name in names or ())
        parts = [words] if whole else [part.strip("• .") for part in re.split(between, words)]
        found: list[str] = []
        unknown: list[str] = []
        for part in filter(None, parts):
            name = part if names is None else one_of(part, names)
            (found if name else unknown).append(name or part)
            if name and plain(name) != plain(part):
                self.remarks.append(Remark(target, "taken", f"“{_line(part)}” was taken as “{name}”."))
        if unknown:
            named = f"“{'”, “'.join(map(_line, unknown))}”"
            self._keep(target, f"{named} is not {what}" if len(unknown) == 1 else f"{named}: none of them is {what}")
        return list(dict.fromkeys(found)) or [""]


def _cut(words: str) -> str:
    """The beginning of the words, to the end of one, that a title can hold."""
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else line[:80].rstrip() + "…"
