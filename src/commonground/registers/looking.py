"""“Since you last looked”: what is new to somebody in a register, from one sitting to the next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.models import Entry, LastLook
from commonground.registers.register import Register

SITTING = timedelta(minutes=30)
"""Whoever opens a register again within this time is still looking: what was new to them stays new."""


def open_register(register: Register, actor: Actor, now: datetime) -> datetime | None:
    """Remember that the actor opens the register; say when they did so before this sitting, None for never."""
    held, first = LastLook.objects.get_or_create(
        seat=actor.membership, register=register.key, defaults={"partnership": actor.partnership, "at": now}
    )
    if first:
        return None
    if now - held.at > SITTING:
        held.before = held.at
    held.at = now
    held.save(update_fields=("at", "before"))
    before: datetime | None = held.before
    return before


def new_since(actor: Actor, moment: datetime) -> Q:
    """Which entries are new to the actor since a moment: what others added."""
    return Q(added_at__gt=moment) & ~Q(added_by=actor.membership)


def looks_of(actor: Actor) -> Mapping[str, datetime]:
    """When the actor last opened each register that they ever opened."""
    return dict(seen(LastLook, actor).values_list("register", "at"))


def news_for(actor: Actor) -> Mapping[str, int]:
    """How many entries of each register are new since the actor last opened it; registers never opened are left out."""
    looks = looks_of(actor)
    if not looks:
        return {}
    wanted = Q()
    for key, at in looks.items():
        wanted |= Q(register=key) & new_since(actor, at)
    found: Any = seen(Entry, actor).kept().filter(wanted, added_at__gt=min(looks.values()))
    rows = found.order_by("register").values("register").annotate(number=Count("pk"))
    return {row["register"]: row["number"] for row in rows}
