"""A plan is written down as it stands, once."""

import hashlib
import json
from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.models import Plan, Snapshot
from commonground.plan.writing import without_names, without_notes, written
from commonground.plan.written import WrittenPlan, WrittenRound


@transaction.atomic
def take(plan: Plan, reason: str, on: date, *, by: Actor, review: WrittenRound | None = None) -> Snapshot:
    """Keep the plan as it stands on a day. Notes are left out; what is submitted names nobody either."""
    held = written(plan, on, review)
    held = without_names(held) if reason == Snapshot.Reason.SUBMITTED else without_notes(held)
    made = Snapshot.objects.create(
        partnership=plan.partnership, plan=plan, reason=reason, as_of=on, document=held.model_dump(mode="json"),
        sha256=sha256_of(held), made_by=by.membership,
    )  # fmt: skip
    access_log.record(access_log.Kind.COLLECTION, made, by=by, concerns=[made, plan], reason=reason, sha256=made.sha256)
    return made


def canonical(plan: WrittenPlan) -> bytes:
    """The plan in the one form that its hash is taken of: keys in order, no spaces, UTF-8."""
    plain = plan.model_dump(mode="json")
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(plan: WrittenPlan) -> str:
    return hashlib.sha256(canonical(plan)).hexdigest()
