"""Telling the change history who acts, so that every trigger that fires knows it."""

from contextlib import AbstractContextManager

import pghistory

from commonground.partnership.rule import Actor


def acting(actor: Actor) -> AbstractContextManager[object]:
    """While this lasts, every change in the database is kept with the actor’s name, role, agency and request."""
    return pghistory.context(
        user=actor.user.public_id if actor.user else "",
        name=called(actor),
        role=actor.role,
        agency=actor.agency,
        purpose=actor.purpose,
        request=str(actor.request_id),
    )


def called(actor: Actor) -> str:
    """The name under which the log and the history know who acted."""
    return actor.user.name or actor.user.email if actor.user else actor.name or "a visitor"
