"""Writing the access log. The row is written in the transaction of the act, so both are stored or neither is."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import connection

from commonground.partnership.access_log.context import called
from commonground.partnership.models import AccessEvent
from commonground.partnership.rule import Actor

Kind: type[Any] = AccessEvent.Kind
WITHOUT_AN_ACT = (Kind.CONSULTATION, Kind.DISCLOSURE)


def record(
    kind: str,
    of: object,
    *,
    by: Actor,
    concerns: Iterable[object] = (),
    recipient: str = "",
    purpose: str = "",
    refused: bool = False,
    **details: Any,
) -> AccessEvent:
    """Write one row: ``of`` is the record acted on, ``concerns`` those it is about; the record itself by default.

    Raises RuntimeError for a change that is not in a transaction: its row could be stored without it.
    """
    if kind not in WITHOUT_AN_ACT and not refused and not connection.in_atomic_block:
        raise RuntimeError(f"the {kind} of {name_of(of)} and its row of the log belong in one transaction")
    named = name_of(of)
    return AccessEvent.objects.create(
        kind=kind,
        refused=refused,
        partnership=by.partnership,
        user_id_then=by.user.pk if by.user else None,
        user_name=called(by),
        role=by.role,
        agency=by.agency,
        record=named,
        concerns=[name_of(one) for one in concerns] or [named],
        recipient=recipient,
        purpose=purpose or by.purpose,
        details=details,
        request_id=by.request_id,
        session=by.session,
        address=by.address,
    )


def handed_over(
    content: bytes,
    of: object,
    *,
    by: Actor,
    recipient: str,
    rows: int,
    fields: Iterable[str],
    concerns: Iterable[object] = (),
    purpose: str = "",
) -> AccessEvent:
    """Write that a file left: to whom, which fields, how many rows, and a hash that tells this very file again."""
    return record(
        Kind.DISCLOSURE,
        of,
        by=by,
        concerns=concerns,
        recipient=recipient,
        purpose=purpose,
        rows=rows,
        fields=list(fields),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
    )


def name_of(record: object) -> str:
    """How the log names a record: its kind and its opaque identifier. Text is kept as it is."""
    if isinstance(record, str):
        return record
    key = getattr(record, "public_id", None) or getattr(record, "slug", None) or getattr(record, "pk", "")
    return f"{type(record).__name__.lower()}:{key}"
