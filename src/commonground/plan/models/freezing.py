"""Triggers that freeze a closed review: whatever the way, by the ORM, in bulk or by SQL."""

import pgtrigger

SAID = "RAISE EXCEPTION 'a closed review never changes';"


def frozen_itself() -> pgtrigger.Trigger:
    """A closed round is not changed, and no round is deleted."""
    return pgtrigger.Trigger(
        name="closed_rounds_never_change", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF OLD.state = 'closed' OR TG_OP = 'DELETE' THEN {SAID} END IF; RETURN NEW;",
    )  # fmt: skip


def frozen_with(round_of: str) -> pgtrigger.Trigger:
    """Nothing of a closed round is added, changed, moved or deleted. ``round_of`` is SQL for a row’s round.

    The round is locked first, so that nothing slips in while it is being closed.
    """
    asked = "".join(
        f"IF TG_OP <> '{without}' THEN PERFORM 1 FROM plan_reviewround WHERE id = {round_of.format(row=row)} FOR SHARE;"
        f" IF EXISTS (SELECT 1 FROM plan_reviewround WHERE id = {round_of.format(row=row)} AND state = 'closed')"
        f" THEN {SAID} END IF; END IF; "
        for row, without in (("OLD", "INSERT"), ("NEW", "DELETE"))
    )
    return pgtrigger.Trigger(
        name="frozen_with_its_round", when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{asked}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )  # fmt: skip


def never_emptied() -> pgtrigger.Trigger:
    """TRUNCATE is refused."""
    return pgtrigger.Trigger(
        name="never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func=SAID,
    )  # fmt: skip
