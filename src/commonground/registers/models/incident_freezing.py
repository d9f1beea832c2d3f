"""Triggers that freeze the response to an incident once it is closed: by the ORM, in bulk or by SQL."""

import pgtrigger

SAID = "RAISE EXCEPTION 'a closed incident never changes';"
CLOSED = "EXISTS (SELECT 1 FROM registers_incident WHERE id = {row}.incident_id AND state = 'closed')"
LOCK = "PERFORM 1 FROM registers_incident WHERE id = {row}.incident_id FOR SHARE;"


def frozen_itself() -> pgtrigger.Trigger:
    """A closed incident is not changed, and none is deleted."""
    return pgtrigger.Trigger(
        name="closed_incidents_never_change", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF OLD.state = 'closed' OR TG_OP = 'DELETE' THEN {SAID} END IF; RETURN NEW;",
    )  # fmt: skip


def frozen_with_its_incident() -> pgtrigger.Trigger:
    """Nothing of a closed incident is added, changed, moved or deleted; it is locked first, so nothing slips in."""
    asked = "".join(
        f"IF TG_OP <> '{without}' THEN {LOCK.format(row=row)} IF {CLOSED.format(row=row)} THEN {SAID} END IF; END IF; "
        for row, without in (("OLD", "INSERT"), ("NEW", "DELETE"))
    )
    return pgtrigger.Trigger(
        name="frozen_with_its_incident", when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{asked}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )  # fmt: skip


def followed_after_closing() -> pgtrigger.Trigger:
    """A learning point of a closed incident keeps its words; who sees to it, and what changed, may still be told."""
    return pgtrigger.Trigger(
        name="learning_keeps_its_words", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF TG_OP = 'DELETE' OR OLD.closed_on IS NOT NULL OR (({CLOSED.format(row='OLD')}) AND "
        f"(NEW.text <> OLD.text OR NEW.incident_id <> OLD.incident_id)) THEN {SAID} END IF; RETURN NEW;",
    )  # fmt: skip


def never_emptied() -> pgtrigger.Trigger:
    """TRUNCATE is refused."""
    return pgtrigger.Trigger(
        name="never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
        func=SAID,
    )  # fmt: skip


def kept_as_written() -> pgtrigger.Trigger:
    """Rows that are only ever added."""
    return pgtrigger.Protect(name="kept_as_written", operation=pgtrigger.Update | pgtrigger.Delete)
