"""Triggers that freeze a meeting whose minutes are approved: whatever the way, by the ORM, in bulk or by SQL."""

import pgtrigger

SAID = "RAISE EXCEPTION 'a meeting whose minutes are approved never changes';"
IS_APPROVED = "(SELECT 1 FROM registers_taskingmeeting WHERE id = {row}.meeting_id AND state = 'approved')"


def frozen_itself() -> pgtrigger.Trigger:
    """An approved meeting is not changed, and no meeting is deleted."""
    return pgtrigger.Trigger(
        name="approved_meetings_never_change", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF OLD.state = 'approved' OR TG_OP = 'DELETE' THEN {SAID} END IF; RETURN NEW;",
    )  # fmt: skip


def frozen_with_its_meeting() -> pgtrigger.Trigger:
    """Nothing of an approved meeting is added, changed, moved or deleted.

    The meeting is locked first, so that nothing slips in while its minutes are being approved.
    """
    asked = "".join(
        f"IF TG_OP <> '{without}' THEN "
        f"PERFORM 1 FROM registers_taskingmeeting WHERE id = {row}.meeting_id FOR SHARE; "
        f"IF EXISTS {IS_APPROVED.format(row=row)} THEN {SAID} END IF; END IF; "
        for row, without in (("OLD", "INSERT"), ("NEW", "DELETE"))
    )
    return pgtrigger.Trigger(
        name="frozen_with_its_meeting", when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{asked}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )  # fmt: skip


def never_emptied() -> pgtrigger.Trigger:
    """TRUNCATE is refused."""
    return pgtrigger.Trigger(
        name="never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func=SAID,
    )  # fmt: skip
