"""Standards are answered, options chosen, and each theme gets its commentary."""

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, unchanged_since
from commonground.plan.models import Answer, Plan, Theme, ThemeText
from commonground.plan.terms import ANSWERS, NEEDS_REASON, Standing, Tier

Kind = access_log.Kind


@transaction.atomic
def answer(
    found: Answer, standing: str, reason: str, narrative: str, *, begun: str | None = None, by: Actor
) -> Answer:
    """Say how the partnership stands to a standard or an option. An empty standing leaves it unanswered.

    ``begun`` is the ``edition`` of the answer that the form was begun from: raises Conflict where somebody saved it
    meanwhile. Raises NotPossible for words of the other tier, and for a missing reason.
    """
    row = Answer.objects.select_for_update(of=("self",)).select_related("item", "answered_by__user", "plan").get(
        pk=found.pk
    )  # fmt: skip
    who = row.answered_by.user if row.answered_by else "Somebody"
    unchanged_since(row, begun, f"{who} saved the answer to {row.item.ref} while you were writing.")
    if row.plan.ended_on:
        raise NotPossible("This plan has ended and is kept as it stood.")
    if row.item.version_id != row.plan.version_id:
        raise NotPossible(f"{row.item.ref} belongs to an earlier version of the template; answer those of the new one.")
    fitting(row.item.ref, row.tier, standing, reason)
    if changed := assigned(row, {"standing": standing, "reason": reason, "narrative": narrative}):
        row.answered_by, row.answered_at = by.membership, timezone.now()
        row.save(update_fields=[*changed, "answered_by", "answered_at"])
        access_log.record(Kind.ALTERATION, row, by=by, ref=row.item.ref, standing=standing, fields=changed)
    return row


def fitting(ref: str, tier: str, standing: str, reason: str) -> None:
    """Raises NotPossible where a standing is not in the words of its tier, or lacks its reason."""
    allowed = ANSWERS[Tier(tier)]
    if standing and standing not in allowed:
        words = ", ".join(f"“{one.label.lower()}”" for one in allowed)
        kind = "a standard" if tier == Tier.MINIMUM else "an option"
        raise NotPossible(f"{ref} is {kind}: its answer is one of {words}.")
    if standing in NEEDS_REASON and not reason.strip():
        raise NotPossible(f"{ref} is said to be {Standing(standing).label.lower()}: write the reason.")


@transaction.atomic
def write_theme(
    plan: Plan, theme: Theme, commentary: str, plain_summary: str, *, begun: str | None = None, by: Actor
) -> ThemeText:
    """Write the local commentary under a theme, and what the public page says of it.

    ``begun`` is the ``edition`` of the text that the form was begun from: raises Conflict where it was saved meanwhile.
    """
    row = ThemeText.objects.select_for_update(of=("self",)).select_related("edited_by__user", "plan").get(
        plan=plan, theme=theme
    )  # fmt: skip
    who = row.edited_by.user if row.edited_by else "Somebody"
    unchanged_since(row, begun, f"{who} saved the commentary on {theme.title} while you were writing.")
    if row.plan.ended_on:
        raise NotPossible("This plan has ended and is kept as it stood.")
    if changed := assigned(row, {"commentary": commentary, "plain_summary": plain_summary}):
        row.edited_by = by.membership
        row.save(update_fields=[*changed, "edited_by", "edited_at"])
        access_log.record(Kind.ALTERATION, row, by=by, theme=theme.key, fields=changed)
    return row
