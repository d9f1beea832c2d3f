"""A file on its way in, as the steps of its journey need it: its sheets, its mapping, what becomes of its rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonground.partnership.rule import Actor
from commonground.registers.models.bringing import Bringing, packed, unpacked
from commonground.registers.moving.headings import Mapping as Columns
from commonground.registers.moving.judging import Judge, Judged, Verdict
from commonground.registers.moving.known import Known, known_to
from commonground.registers.moving.opening import Sent, Sheet
from commonground.registers.reading import columns_for
from commonground.registers.register import Register, registers


@dataclass(frozen=True)
class Line:
    """What was found of one row when it was last checked."""

    row: int
    verdict: Verdict
    why: tuple[str, ...]
    taken: tuple[str, ...]


def register_of(found: Bringing) -> Register:
    return registers()[found.register]


def sent_of(found: Bringing) -> Sent:
    """The sheets of the file."""
    return Sent.from_json(unpacked(found.held))


def columns_of(found: Bringing) -> Columns:
    """What each of its columns means, as far as somebody said."""
    return Columns.from_json(found.mapping)


def lines_of(found: Bringing) -> list[Line]:
    """What becomes of each row, as it was last checked."""
    told = unpacked(found.judged) or ()
    return [Line(row, Verdict(verdict), tuple(why), tuple(taken)) for row, verdict, why, taken in told]


def counts(lines: Iterable[Line]) -> Mapping[Verdict, int]:
    """How many rows of each verdict, in their order."""
    found = Counter(line.verdict for line in lines)
    return {verdict: found[verdict] for verdict in Verdict}


def mappable(register: Register, by: Actor) -> tuple[str, ...]:
    """The columns that somebody may bring in: those that they may read."""
    return columns_for(register, by, register.columns)


def judge_of(found: Bringing, by: Actor, known: Known | None = None) -> Judge:
    """Whoever judges the rows of the file, with what was said of its columns."""
    register, columns = register_of(found), columns_of(found)
    allowed = set(mappable(register, by))
    kept = tuple(one if one in allowed or one not in register.columns else "-" for one in columns.columns)
    known = known or known_to(by, register)
    return Judge(register, sent_of(found), Columns(columns.sheet, columns.head, kept), known, by, frozenset(found.sure))


def keep_lines(found: Bringing, judged: Iterable[Judged]) -> None:
    found.judged = packed([(one.row, one.verdict, one.why, one.taken) for one in judged])


def keep_left(found: Bringing, left: Iterable[Judged]) -> None:
    """Of the sheet keep the headings and the rows that stayed out, each in its place, and nothing else."""
    sent, columns, rows = sent_of(found), columns_of(found), list(left)
    kept = {columns.head, *(one.row for one in rows)}
    sheet = sent.sheets[columns.sheet]
    thinned = Sheet(sheet.name, tuple(row if n in kept else () for n, row in enumerate(sheet.rows, start=1)))
    sheets = tuple(thinned if n == columns.sheet else Sheet(one.name, ()) for n, one in enumerate(sent.sheets))
    found.held = packed(Sent(sent.file, sheets).as_json()) if rows else None
    keep_lines(found, rows)
