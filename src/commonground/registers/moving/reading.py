"""What pages read of files on their way in: a person’s own, and the rows that stayed out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.models import Bringing
from commonground.registers.moving.cells import Read, unguarded
from commonground.registers.moving.headings import NOTES, OUT, REFERENCE, WRONG, headings
from commonground.registers.moving.held import Line, columns_of, judge_of, lines_of, sent_of
from commonground.registers.moving.judging import Judge, Verdict
from commonground.registers.moving.out import Cell
from commonground.registers.register import Register, words

OUTSIDE = ("", OUT, NOTES, REFERENCE)


@dataclass(frozen=True)
class Shown:
    """A row of the preview: what each cell says and how it was read."""

    line: Line
    cells: Sequence[tuple[str, str, bool]]
    sure: bool


def waiting_for(register: Register, by: Actor) -> list[Bringing]:
    """The actor’s own files for this register of which something is held."""
    found = seen(Bringing, by).waiting().filter(register=register.key).defer("held", "judged")
    return list(found)


def bringing_of(register: Register, by: Actor, public_id: str) -> Bringing | None:
    """One of the actor’s own files; None for any other."""
    found: Bringing | None = seen(Bringing, by).filter(register=register.key, public_id=public_id).first()
    return found


def preview(found: Bringing, lines: Sequence[Line], by: Actor) -> list[Shown]:
    """How the cells of some rows were read, column by column of the register."""
    judge = judge_of(found, by)
    return [Shown(line, list(_cells(judge, line.row)), line.row in judge.sure) for line in lines]


def left_out(found: Bringing) -> list[Line]:
    """The rows that do not come in as they are: refused, or such that nobody said of them that they name nobody."""
    return [
        line for line in lines_of(found)
        if line.verdict == Verdict.BAD or (line.verdict == Verdict.ASK and line.row not in found.sure)
    ]  # fmt: skip


def rest(found: Bringing) -> list[tuple[Cell, ...]]:
    """The rows that stay out as a file: its own columns, and why each stays out, to be mended and sent again."""
    sent, columns = sent_of(found), columns_of(found)
    sheet, heads = sent.sheets[columns.sheet], headings(sent, columns)
    kept = [n for n, head in enumerate(heads) if head != WRONG]
    rows = [(*(unguarded(sheet.row(line.row)[n]) for n in kept), " ".join(line.why)) for line in left_out(found)]
    return [(*(heads[n] for n in kept), WRONG), *rows]


def _cells(judge: Judge, row: int) -> Iterator[tuple[str, str, bool]]:
    """For each cell that is not empty: its heading, what was read in it, and whether it could be."""
    given = judge.values(row) or {}
    for name, head, said in zip(judge.columns.columns, judge.heads, judge.cells(row), strict=True):
        if said and name == REFERENCE:
            yield "Reference", unguarded(said), True
        elif said and name == NOTES:
            yield f"{head} (into the notes)", unguarded(said), True
        elif said and name in given:
            yield judge.register.label(name), _told(judge, name, given[name], said), not given[name].fault


def _told(judge: Judge, name: str, read: Read, said: str) -> str:
    if read.fault:
        return unguarded(said)
    places = {"ward": judge.known.wards, "lsoa": judge.known.lsoas}.get(name)
    return words(read.value, places if places is not None else judge.register.choices(name))
