"""What a file would become, row by row, before anything is changed. Nothing is guessed silently.

Whatever was read in some way that is not plain, kept in words or left out is one sentence with its place.
"""

from collections.abc import Iterator
from typing import Literal

from commonground.partnership.spreadsheets.names import plain
from commonground.partnership.spreadsheets.tables import Table, Value
from commonground.plan.moving.becoming import Given, Refs, Remark, actions_of, answer_of
from commonground.plan.moving.guess import NO_THEME, ColumnMapping, TableMapping, standing_alone
from commonground.plan.moving.matching import Known, is_title_of
from commonground.plan.moving.tables import Tables
from commonground.plan.moving.targets import TARGETS
from commonground.plan.templates.written import WrittenTemplate
from commonground.plan.written import WrittenAction, WrittenAnswer

What = Literal["action", "answer", "theme", "left out"]
KINDS = {"left out": "Left out", "kept in words": "Kept in words", "taken": "Read so"}


class Became(Value):
    """A row, and what it becomes; of one that is left out, why."""

    table: str
    row: int
    what: What
    says: str
    why: str = ""
    refs: tuple[str, ...] = ()


class Unclear(Value):
    """A sentence about something that was not plain, and where it stands. Row 0: the whole table."""

    table: str
    row: int
    column: str
    kind: Literal["taken", "kept in words", "left out"]
    says: str

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.table, f"row {self.row}" if self.row else "", self.column)))

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


class Preview(Value):
    """The rows, what is unclear in them, and the parts of a plan that they become."""

    rows: tuple[Became, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    actions: tuple[WrittenAction, ...] = ()
    answers: tuple[WrittenAnswer, ...] = ()

    @property
    def left_out(self) -> tuple[Became, ...]:
        return tuple(row for row in self.rows if row.what == "left out")

    @property
    def to_check(self) -> list[tuple[str, list[Unclear]]]:
        """What is unclear by what became of it, without the rows that are left out whole: they are listed already."""
        whole = {(row.table, row.row) for row in self.left_out}
        groups = ((title, [u for u in self.unclear if u.kind == kind]) for kind, title in KINDS.items())
        shown = ((title, [u for u in found if u.column or (u.table, u.row) not in whole]) for title, found in groups)
        return [(title, found) for title, found in shown if found]


def preview(
    tables: Tables,
    mapping: ColumnMapping,
    template: WrittenTemplate,
    known: Known | None = None,
    refs_taken: frozenset[str] = frozenset(),
) -> Preview:
    """What the file becomes by the mapping. ``refs_taken`` are references that a row without its own may not get."""
    if tables.plan:
        return _of_plan(tables)
    reading = _Reading(template, mapping, known or Known(), Refs(refs_taken))
    for table in tables.tables:
        reading.read(table, mapping.of(table.name))
    return Preview(
        rows=tuple(reading.rows), unclear=tuple(reading.unclear), actions=tuple(reading.actions),
        answers=tuple(reading.answers),
    )  # fmt: skip


def _of_plan(tables: Tables) -> Preview:
    """An export of ours is taken as it is."""
    assert tables.plan is not None
    actions, answers = tables.plan.actions, tables.plan.answers
    rows = [
        *(Became(table="Actions", row=n, what="action", says=a.title, refs=(a.ref,)) for n, a in enumerate(actions, 2)),
        *(
            Became(table="Standards and options", row=n, what="answer", says=a.text, refs=(a.ref,))
            for n, a in enumerate(answers, 2)
        ),
    ]
    return Preview(rows=tuple(rows), actions=actions, answers=answers)


class _Reading:
    """The parts as they gather, table by table and row by row."""

    def __init__(self, template: WrittenTemplate, mapping: ColumnMapping, known: Known, refs: Refs) -> None:
        self.template, self.mapping, self.known, self.refs = template, mapping, known, refs
        self.rows: list[Became] = []
        self.unclear: list[Unclear] = []
        self.actions: list[WrittenAction] = []
        self.answers: list[WrittenAnswer] = []
        self.titles: dict[str, str] = {}  # of actions, and where each first stood
        self.wordings: set[str] = set()  # of themes that were spoken of already

    def read(self, table: Table, mapping: TableMapping) -> None:
        if not mapping.holds:
            self._say(table, 0, "", "left out", "The whole table is left out.")
            return
        self._of_the_table(table, mapping)
        theme = self._theme(table, 0, "", table.heading) if table.heading else ""
        for number in range(mapping.head + 1, len(table.rows) + 1):
            if not any(table.rows[number - 1]) or self._is_head(table, number, mapping):
                continue
            if words := standing_alone(table, number, mapping):
                theme = self._alone(table, number, words, theme)
            else:
                theme = self._row(table, number, mapping, theme)

    def _of_the_table(self, table: Table, mapping: TableMapping) -> None:
        for note in filter(None, (mapping.note, *table.notes)):
            self._say(table, 0, "", "taken", note)
        if above := [words for row in table.rows[: max(mapping.head - 1, 0)] for cell in row if (words := cell.text)]:
            said = "; ".join(f"“{_short(words)}”" for words in dict.fromkeys(above))
            self._say(table, 0, "", "left out", f"What stands above the heads of the columns is left out: {said}.")
        for column in range(table.width):
            unused = column >= len(mapping.columns) or not mapping.columns[column]
            filled = [n for n in range(mapping.head + 1, len(table.rows) + 1) if table.cell(n, column)]
            alone = [n for n in filled if standing_alone(table, n, mapping)]
            if unused and len(filled) > len(alone):
                self._say(table, 0, _called(table, mapping, column), "left out", "This column is left out.")

    def _is_head(self, table: Table, number: int, mapping: TableMapping) -> bool:
        """Heads that are repeated on each page, and what stands above the first."""
        words = tuple(" ".join(table.cell(number, c).text.split()) for c in range(len(mapping.heads)))
        return any(words) and words == mapping.heads

    def _alone(self, table: Table, number: int, words: str, above: str) -> str:
        """The theme of the rows below one that stands alone: its own; none yet, if it may be one; else that above."""
        key = self._theme(table, number, "", words)
        if key:
            self.rows.append(Became(table=table.name, row=number, what="theme", says=self._title(key)))
            return key
        why = "It is no theme of the template."
        self.rows.append(Became(table=table.name, row=number, what="left out", says=f"“{_short(words)}”", why=why))
        return "" if number in table.spanning and self.mapping.themes.get(words) != NO_THEME else above

    def _row(self, table: Table, number: int, mapping: TableMapping, theme: str) -> str:
        """A row of its own cells; the theme that the rows below it inherit."""
        given = Given(table, number, mapping)
        if mapping.holds == "actions" and (words := given.text("theme")):
            theme = self._theme(table, number, "theme", words, mapping)
        remarks: list[Remark] = []
        if not given.text("title") and not (mapping.holds == "answers" and given.text("serves")):
            self._leave_out(given, "The row says nothing that is to be done, so it is left out.")
        elif mapping.holds == "answers":
            self._answer(given, remarks)
        elif not theme:
            says = "It stands under no theme of the template, so it is left out; say which theme its heading means."
            self._leave_out(given, says)
        else:
            self._action(given, theme, remarks)
        placed = [(mapping.column(remark.target), remark) for remark in remarks]
        for column, remark in sorted(placed, key=lambda each: -1 if each[0] is None else each[0]):
            place = _called(table, mapping, column) if column is not None else ""
            self._say(table, number, place, remark.kind, remark.says)
        return theme

    def _action(self, given: Given, theme: str, remarks: list[Remark]) -> None:
        made = actions_of(given, theme, self.template, self.known, self.refs, remarks)
        for action in made:
            place = f"{given.table.name}, row {given.number}"
            first = self.titles.setdefault(plain(action.title), place)
            if first != place:
                says = f"“{_short(action.title)}” stands in {first}, too; both are taken over."
                remarks.append(Remark("title", "taken", says))
        self.actions += made
        says = f"{'; '.join(_short(action.title) for action in made)} ({self._title(theme)})"
        refs = tuple(action.ref for action in made)
        self.rows.append(Became(table=given.table.name, row=given.number, what="action", says=says, refs=refs))

    def _answer(self, given: Given, remarks: list[Remark]) -> None:
        answer = answer_of(given, self.template, remarks)
        if isinstance(answer, str):
            self._leave_out(given, answer)
        elif any(answer.ref == other.ref for other in self.answers):
            self._leave_out(given, f"{answer.ref} is answered in a row above, so it is left out.")
            remarks.clear()
        else:
            self.answers.append(answer)
            said = answer.standing.label if answer.standing else "no answer, only commentary"
            row = Became(
                table=given.table.name, row=given.number, what="answer", says=f"{answer.ref}: {said}",
                refs=(answer.ref,),
            )  # fmt: skip
            self.rows.append(row)

    def _theme(
        self, table: Table, number: int, target: str, words: str, mapping: TableMapping | None = None
    ) -> str:
        """The theme that the words stand for by the mapping; what is not plain about it is said once."""
        key = self.mapping.themes.get(words, "").removeprefix(NO_THEME)
        if words in self.wordings or (key and is_title_of(words, key, self.template)):
            return key
        self.wordings.add(words)
        column = mapping.column(target) if mapping else None
        place = _called(table, mapping, column) if mapping and column is not None else ""
        if key:
            self._say(table, number, place, "taken", f"“{_short(words)}” was taken as the theme “{self._title(key)}”.")
        else:
            self._say(table, number, place, "left out", f"“{_short(words)}” is no theme of the template.")
        return key

    def _leave_out(self, given: Given, says: str) -> None:
        words = "; ".join(dict.fromkeys(cell.text for cell in given.table.rows[given.number - 1] if cell))
        self.rows.append(
            Became(table=given.table.name, row=given.number, what="left out", says=f"“{_short(words)}”", why=says)
        )
        self._say(given.table, given.number, "", "left out", says)

    def _say(self, table: Table, row: int, column: str, kind: str, says: str) -> None:
        self.unclear.append(Unclear.model_validate(
            {"table": table.name, "row": row, "column": column, "kind": kind, "says": says}
        ))  # fmt: skip

    def _title(self, key: str) -> str:
        return next(theme.title for theme in self.template.themes if theme.key == key)


def _called(table: Table, mapping: TableMapping, column: int) -> str:
    """“column F (“Due”)”."""
    head = mapping.heads[column] if column < len(mapping.heads) else ""
    return f"{table.column(column)} (“{_short(head)}”)" if head else table.column(column)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else line[:80].rstrip() + "…"


def meanings() -> Iterator[tuple[str, str]]:
    """Every meaning that a column can be given, for a select."""
    yield from ((target.key, target.title) for target in TARGETS.values())
