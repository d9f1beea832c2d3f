"""Writing the access log. The row is written in the transaction of the act, so both are stored or neither is."""

from collections.abc import Iterable
from typing import Any

from commonground.partnership.models import AccessEvent
from commonground.partnership.rule import Actor

Kind = AccessEvent.Kind


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
    """Write one row: ``of`` is the record acted on, ``concerns`` those it is about; the record itself by default."""
    named = name_of(of)
    return AccessEvent.objects.create(
        kind=kind,
        refused=refused,
        partnership=by.partnership,
        user_id_then=by.user.pk if by.user else None,
        user_name=(by.user.name or by.user.email) if by.user else by.name or "a visitor",
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


def name_of(record: object) -> str:
    """How the log names a record: its kind and its opaque identifier. Text is kept as it is."""
    if isinstance(record, str):
        return record
    key = getattr(record, "public_id", None) or getattr(record, "pk", "")
    return f"{type(record).__name__.lower()}:{key}"
