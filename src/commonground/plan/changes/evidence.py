"""A claim is given what it rests on: a measure, a register’s count, minutes, a link or a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from commonground.evidence.measure import measures
from commonground.partnership import access_log
from commonground.partnership.kept import Room
from commonground.partnership.rule import Actor
from commonground.partnership.scanner import ScannerDown
from commonground.plan.changes.possible import NotPossible, fits, may_update
from commonground.plan.models import Action, Answer, Evidence, Plan
from commonground.plan.rules import EDIT_PLAN
from commonground.plan.terms import EvidenceKind
from commonground.sources.readers.refusal import Refusal

Kind = access_log.Kind
FILES = Room("plan")
Claim = Answer | Action
is_address = URLValidator(schemes=("https", "http"))


@dataclass(frozen=True, kw_only=True)
class EvidenceValues:
    """What a form says.

    ``of`` is the day that the evidence speaks of; ``measure`` the key of a measure or of a register’s count.

    ``per_quarter`` is what such a count should reach each quarter.
    """

    kind: str
    title: str
    of: date | None = None
    measure: str = ""
    per_quarter: int | None = None
    address: str = ""
    note: str = ""


@transaction.atomic
def attach(to: Claim, values: EvidenceValues, *, by: Actor) -> Evidence:
    """Put a measure, a register’s count, minutes or a link beside an answer or an action."""
    if values.kind == EvidenceKind.FILE:
        raise NotPossible("A file is sent with its content: choose the file.")
    return _put(to, values, {}, by)


def attach_file(
    to: Claim, name: str, chunks: Iterable[bytes], values: EvidenceValues, *, by: Actor
) -> Evidence:
    """Check a file, keep it, and put it beside an answer or an action.

    Raises NotPossible for a kind of file that is not kept, for one that is too large and for one with a virus.
    """
    try:
        place, size, sha256 = FILES.keep(name, chunks)
    except Refusal as refusal:
        raise NotPossible(str(refusal)) from None
    except ScannerDown:
        raise NotPossible(f"{name} was not kept: the virus scanner does not answer. Try again later.") from None
    try:
        with transaction.atomic():
            return _put(to, values, {"kept": place, "size": size, "sha256": sha256}, by)
    except BaseException:
        FILES.erase(place)
        raise


@transaction.atomic
def remove(evidence: Evidence, *, by: Actor) -> None:
    """Take evidence away. Its file is erased, unless an earlier answer rests on the same one."""
    found = Evidence.objects.select_for_update(of=("self",)).select_related("answer__plan", "action__plan").get(
        pk=evidence.pk
    )  # fmt: skip
    claim = found.answer or found.action
    assert claim is not None
    _allowed(claim, by)
    access_log.record(Kind.ERASURE, found, by=by, concerns=[claim], sha256=found.sha256)
    place = found.kept
    found.delete()
    if place and not Evidence.objects.filter(kept=place).exists():
        transaction.on_commit(lambda: FILES.erase(place))


def _put(to: Claim, values: EvidenceValues, of_file: dict[str, Any], by: Actor) -> Evidence:
    _allowed(to, by)
    _fitting(values)
    row = Evidence(
        partnership=to.partnership, answer=to if isinstance(to, Answer) else None,
        action=to if isinstance(to, Action) else None, kind=values.kind, title=values.title.strip(), of=values.of,
        measure=values.measure, per_quarter=values.per_quarter, address=values.address, note=values.note,
        added_by=by.membership, **of_file,
    )  # fmt: skip
    fits(row, values.title[:60])
    row.save()
    access_log.record(Kind.COLLECTION, row, by=by, concerns=[to], what=row.kind, sha256=row.sha256)
    return row


def _allowed(to: Claim, by: Actor) -> None:
    """Whoever edits the plan; and beside an action, its owner."""
    if not (may_update(to, by) if isinstance(to, Action) else EDIT_PLAN.allows(by)):
        raise NotPossible("This is not yours: whoever edits the plan, or owns the action, says what it rests on.")
    if not Plan.objects.current().filter(pk=to.plan_id).exists():
        raise NotPossible(f"“{to.plan.title}” has ended and is kept as it stood.")


def _fitting(values: EvidenceValues) -> None:
    if values.kind not in EvidenceKind.values:
        raise NotPossible("Choose what kind of evidence this is.")
    if not values.title.strip():
        raise NotPossible("The evidence has no title: say what it is.")
    if values.kind == EvidenceKind.MEASURE and values.measure not in measures():
        raise NotPossible(f"“{values.measure}” is no measure of the catalogue; choose one.")
    if values.kind == EvidenceKind.MINUTES and values.of is None:
        raise NotPossible(f"{values.title}: say of which day the minutes are.")
    if values.kind == EvidenceKind.LINK or values.address:
        try:
            is_address(values.address)
        except ValidationError:
            raise NotPossible(f"{values.title}: write the whole address of the page, from https:// on.") from None
