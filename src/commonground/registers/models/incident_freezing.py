"""What freezes the response to an incident once it is closed."""

import pgtrigger

from commonground.partnership.freezing import Frozen

INCIDENT = Frozen("registers_incident", "closed", "a closed incident")


def frozen_with_its_incident() -> pgtrigger.Trigger:
    """Nothing of a closed incident is added, changed, moved or deleted."""
    return INCIDENT.with_it("frozen_with_its_incident", "{row}.incident_id")


def followed_after_closing() -> pgtrigger.Trigger:
    """A learning point of a closed incident keeps its words; who sees to it, and what changed, may still be told."""
    return pgtrigger.Trigger(
        name="learning_keeps_its_words", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF TG_OP = 'DELETE' OR OLD.closed_on IS NOT NULL OR (({INCIDENT.is_settled('OLD.incident_id')}) AND "
        f"(NEW.text <> OLD.text OR NEW.incident_id <> OLD.incident_id)) THEN {INCIDENT.refused} END IF; RETURN NEW;",
    )  # fmt: skip


def kept_as_written() -> pgtrigger.Trigger:
    """Rows that are only ever added."""
    return pgtrigger.Protect(name="kept_as_written", operation=pgtrigger.Update | pgtrigger.Delete)
