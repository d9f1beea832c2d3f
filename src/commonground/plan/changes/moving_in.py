"""A plan that was written elsewhere is brought in: whole or not at all, and as often as one likes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes import plans
from commonground.plan.changes.arriving import Arrival
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Plan, TemplateVersion
from commonground.plan.models.template import TemplateVersions
from commonground.plan.written import WrittenPlan


@dataclass(frozen=True)
class BroughtIn:
    """What a plan that was brought in changed: the actions that are new, everything that is another than before, and
    a sentence for each thing that could not be matched.
    """

    plan: Plan
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unmatched: tuple[str, ...]


@transaction.atomic
def bring_in(plan: Plan | None, written: WrittenPlan, *, by: Actor) -> BroughtIn:
    """Create or update, by their refs, what the written plan has. Without a plan, one is begun.

    What it leaves empty stays as it is, and nothing is deleted; a second time nothing changes. Owners are found by
    their name among the open seats, agencies by theirs; an action whose owner is not found has none.
    Raises NotPossible for what cannot be, with nothing changed.
    """
    found = _begun(written, by) if plan is None else Plan.objects.select_for_update().get(pk=plan.pk)
    if found.ended_on:
        raise NotPossible(f"“{found.title}” has ended and is kept as it stood.")
    if found.version.key != written.template:
        raise NotPossible(
            f"The plan that is sent in has the form “{written.template}”, and “{found.title}” the form "
            f"“{found.version.key}”; send it in that form, or move the plan to the other version first."
        )
    arrival = Arrival(found, by.membership, timezone.localdate())
    arrival.take(written)
    if arrival.added or arrival.changed or plan is None:
        access_log.record(
            access_log.Kind.ALTERATION, found, by=by, purpose="brought in", added=len(arrival.added),
            changed=len(arrival.changed), unmatched=len(arrival.unmatched),
        )  # fmt: skip
    return BroughtIn(found, tuple(arrival.added), tuple(arrival.changed), tuple(arrival.unmatched))


def _begun(written: WrittenPlan, by: Actor) -> Plan:
    version: TemplateVersion | None = (
        TemplateVersions(TemplateVersion).seen_by(by).filter(key=written.template).order_by("owner").first()
    )
    if version is None:
        raise NotPossible(f"The plan has the form “{written.template}”, and no such template is here; add it first.")
    starts = written.starts or written.as_of
    return plans.begin(version, written.title, starts, written.ends, by=by)
