"""Triggers that freeze a record once it is settled: whatever the way, by the ORM, in bulk or by SQL."""

from dataclasses import dataclass

import pgtrigger


@dataclass(frozen=True)
class Frozen:
    """A record of a table that never changes once in a state, nor does what belongs to it.

    ``what`` is how a refusal names it.
    """

    table: str
    state: str
    what: str

    @property
    def refused(self) -> str:
        return f"RAISE EXCEPTION '{self.what} never changes';"

    def is_settled(self, owner: str) -> str:
        """SQL for whether the record of a row is settled. ``owner`` is SQL for its key."""
        return f"EXISTS (SELECT 1 FROM {self.table} WHERE id = {owner} AND state = '{self.state}')"

    def itself(self, name: str) -> pgtrigger.Trigger:
        """A settled record is not changed, and none is deleted."""
        return pgtrigger.Trigger(
            name=name, when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"IF OLD.state = '{self.state}' OR TG_OP = 'DELETE' THEN {self.refused} END IF; RETURN NEW;",
        )  # fmt: skip

    def with_it(self, name: str, owner: str) -> pgtrigger.Trigger:
        """Nothing of a settled record is added, changed, moved or deleted. ``owner`` is SQL for the record of {row}.

        The record is locked first, so that nothing slips in while it is being settled.
        """
        asked = "".join(
            f"IF TG_OP <> '{without}' THEN PERFORM 1 FROM {self.table} WHERE id = {owner.format(row=row)} FOR SHARE;"
            f" IF {self.is_settled(owner.format(row=row))} THEN {self.refused} END IF; END IF; "
            for row, without in (("OLD", "INSERT"), ("NEW", "DELETE"))
        )
        return pgtrigger.Trigger(
            name=name, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=f"{asked}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        )  # fmt: skip

    def never_emptied(self) -> pgtrigger.Trigger:
        """TRUNCATE is refused."""
        return pgtrigger.Trigger(
            name="never_emptied", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
            func=self.refused,
        )  # fmt: skip
