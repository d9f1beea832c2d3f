"""A file with entries is sent in, explained, checked, and brought into its register."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.entries import broken
from commonground.registers.models import Bringing, Entry
from commonground.registers.models.bringing import Bringings, packed
from commonground.registers.moving.headings import UNDECIDED, Mapping, guess
from commonground.registers.moving.held import (
    columns_of,
    judge_of,
    keep_left,
    keep_lines,
    lines_of,
    mappable,
    register_of,
    sent_of,
)
from commonground.registers.moving.judging import Judged, Verdict
from commonground.registers.moving.opening import Sent
from commonground.registers.register import Register

Kind = access_log.Kind
State: type[Any] = Bringing.State
AT_ONCE = 300
"""Rows that are worked through while somebody waits; more are done by the worker."""
CHUNK = 500
LEFT = (Verdict.BAD, Verdict.ASK)


@transaction.atomic
def send(register: Register, sent: Sent, *, by: Actor) -> Bringing:
    """Keep what a file holds, for its sender, with a first guess at its columns."""
    _may(register, by)
    mapping = guess(register, mappable(register, by), sent)
    found = Bringing.objects.create(
        partnership=by.partnership, register=register.key, name=sent.file[:200], held=packed(sent.as_json()),
        mapping=mapping.as_json(), sent_by=by.membership,
        expires_at=timezone.now() + timedelta(days=settings.DRAFT_DAYS),
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, found, by=by, register=register.key, rows=sum(len(s.rows) for s in sent.sheets))
    return found


@transaction.atomic
def explain(found: Bringing, mapping: Mapping, *, look_again: bool = False, by: Actor) -> Bringing:
    """Say what each column means; where that is said of all, and need not be looked at again, the rows are checked."""
    found = _step(found, by, State.SENT, State.CHECKED)
    found.mapping, found.sure, found.said, found.judged = mapping.as_json(), [], "", None
    found.state = State.SENT if look_again or UNDECIDED in mapping.columns else State.CHECKING
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, columns=list(mapping.columns))
    if found.state == State.CHECKING:
        _work(found, by)
    return found


@transaction.atomic
def say_sure(found: Bringing, shown: Iterable[int], sure: Iterable[int], *, by: Actor) -> Bringing:
    """Say which of some rows name nobody; the rest of them stay out."""
    found = _step(found, by, State.CHECKED)
    asked = {line.row for line in lines_of(found) if line.verdict == Verdict.ASK} | set(found.sure)
    shown, sure = set(shown) & asked, set(sure) & asked
    found.sure = sorted((set(found.sure) - shown) | sure)
    found.save(update_fields=("sure",))
    access_log.record(Kind.ALTERATION, found, by=by, purpose="rows that name nobody", rows=sorted(sure))
    return found


@transaction.atomic
def bring_in(found: Bringing, *, without_the_rest: bool, by: Actor) -> Bringing:
    """Bring in the rows that are in order. Where others are not, only if that is wanted.

    Raises NotPossible where rows would stay out and nobody said that they may.
    """
    found = _step(found, by, State.CHECKED)
    lines = lines_of(found)
    left = sum(1 for line in lines if line.verdict == Verdict.BAD or _asks(line.verdict, line.row, found))
    if left and not without_the_rest:
        raise NotPossible(f"{left:,} rows would stay out. Say that they may, or mend them and send the file again.")
    found.state, found.said = State.BRINGING, ""
    found.save(update_fields=("state", "said"))
    access_log.record(Kind.ALTERATION, found, by=by, became="bringing", left=left)
    _work(found, by)
    return found


@transaction.atomic
def forget(found: Bringing, *, by: Actor, why: str = "forgotten by its sender") -> None:
    """Erase what is held of the file; what was brought in stays."""
    found = _locked(found)
    if found.is_moving:
        raise NotPossible("It is being worked on. Wait until that has ended.")
    if found.state != State.FORGOTTEN:
        _erase(found)
        access_log.record(Kind.ERASURE, found, by=by, why=why)


@transaction.atomic
def forget_old(*, by: Actor) -> int:
    """Erase what is held of files whose time has come, of everybody. Returns how many."""
    gone = list(Bringings(Bringing).out_of_time(timezone.now()).select_for_update())
    for one in gone:
        _erase(one)
        access_log.record(Kind.ERASURE, one, by=by, why="out of time")
    return len(gone)


def check(found: Bringing, *, by: Actor) -> None:
    """Judge every row; nothing is stored but what was found."""
    judged = judge_of(found, by).all(lambda done: _tell(found, done))
    with transaction.atomic():
        found = _locked(found)
        if found.state == State.CHECKING:
            keep_lines(found, judged)
            found.state = State.CHECKED
            found.save()
            access_log.record(Kind.ALTERATION, found, by=by, became="checked", rows=len(judged))


def carry_out(found: Bringing, *, by: Actor) -> None:
    """Store the entries of the rows that are in order, all of them or none. Rows are judged once more before."""
    register = register_of(found)
    _may(register, by)
    judged = judge_of(found, by).all(lambda done: _tell(found, done))
    new = [one for one in judged if one.verdict == Verdict.NEW]
    try:
        with transaction.atomic():
            locked = _locked(found)
            if locked.state != State.BRINGING:
                return
            for at in range(0, len(new), CHUNK):
                _store(register, locked, new[at : at + CHUNK], by)
            _end(locked, len(new), [one for one in judged if one.verdict in LEFT], by)
    except _Refused:
        _again(found, judged, by)


class _Refused(Exception):
    """The database refuses some of the rows, after all."""


def _store(register: Register, found: Bringing, some: Sequence[Judged], by: Actor) -> None:
    try:
        with transaction.atomic():
            _insert(register, some)
    except IntegrityError:
        for one in some:  # one of them is refused: look for it alone, and let nothing of the file in
            try:
                with transaction.atomic():
                    _insert(register, [one])
            except IntegrityError as wrong:
                rule = str(getattr(getattr(wrong.__cause__, "diag", None), "constraint_name", ""))
                one.refuse(broken(register, rule or "database refuses it"))
        raise _Refused from None
    entries = [one.made[0] for one in some if one.made]
    access_log.record(Kind.COLLECTION, found, by=by, concerns=entries, register=register.key, rows=len(entries))


def _insert(register: Register, some: Sequence[Judged]) -> None:
    made: list[tuple[Entry, Any]] = [one.made for one in some if one.made]
    for entry, _ in made:
        entry.pk = None
    Entry.objects.bulk_create([entry for entry, _ in made])
    for entry, details in made:
        details.entry = entry
    register.model._default_manager.bulk_create([details for _, details in made])
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _end(found: Bringing, added: int, left: Sequence[Judged], by: Actor) -> None:
    keep_left(found, left)
    found.state, found.added, found.said = State.DONE, added, ""
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, became="done", added=added, left=len(left))


@transaction.atomic
def _again(found: Bringing, judged: Iterable[Judged], by: Actor) -> None:
    """Nothing was brought in; the preview says which rows the database refused."""
    found = _locked(found)
    keep_lines(found, judged)
    found.state = State.CHECKED
    found.said = "Nothing was brought in: the database refused rows that were in order before. Look at them again."
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, became="refused by the database")


@transaction.atomic
def stop(found: Bringing, said: str, *, by: Actor) -> None:
    """A fault stopped the step: nothing of it was stored, and it may be taken again."""
    found = _locked(found)
    if found.is_moving:
        found.state = State.SENT if found.state == State.CHECKING else State.CHECKED
        found.said = said
        found.save()
        access_log.record(Kind.ALTERATION, found, by=by, became="stopped")


def _work(found: Bringing, by: Actor) -> None:
    """Do the step now if it is short; else have the worker do it."""
    from commonground.registers.moving import jobs

    rows = len(_rows(found))
    found.done, found.of = 0, rows
    found.save(update_fields=("done", "of"))
    checking = found.state == State.CHECKING
    if rows <= AT_ONCE:
        (check if checking else carry_out)(found, by=by)
        found.refresh_from_db()
    else:
        task = jobs.check_file if checking else jobs.bring_in_file
        task.configure(lock=f"bringing:{found.public_id}").defer(bringing=found.public_id)


def _rows(found: Bringing) -> Sequence[Sequence[str]]:
    """The rows of the sheet that is brought in."""
    return sent_of(found).sheets[columns_of(found).sheet].rows


@transaction.atomic
def _tell(found: Bringing, done: int) -> None:
    Bringings(Bringing).filter(pk=found.pk).update(done=done)


def _step(found: Bringing, by: Actor, *states: str) -> Bringing:
    """The file, locked, if it is in one of the states. Raises NotPossible."""
    found = _locked(found)
    _may(register_of(found), by)
    if found.state not in states:
        raise NotPossible(f"{found.name} is {found.get_state_display().lower()}; look at it again.")
    return found


def _may(register: Register, by: Actor) -> None:
    if not register.correct.allows(by):
        raise NotPossible(f"You may not bring entries into the register of {register.nouns}: ask the plan owner.")


def _asks(verdict: str, row: int, found: Bringing) -> bool:
    return verdict == Verdict.ASK and row not in found.sure


def _locked(found: Bringing) -> Bringing:
    return Bringings(Bringing).select_for_update().get(pk=found.pk)


def _erase(found: Bringing) -> None:
    found.state, found.held, found.judged, found.mapping, found.sure = State.FORGOTTEN, None, None, {}, []
    found.save()
