"""Systems that read the API: their keys are made, shown once, and revoked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import System
from commonground.partnership.models.system import SHOWN, hashed, new_key
from commonground.partnership.rule import Actor

LONGEST = 365
"""The days after which a key has to be made anew, at the latest."""


class NotMade(ValueError):
    """The key cannot be made; the message says why."""


@transaction.atomic
def make_key(name: str, purpose: str, days: int, *, registers: bool = False, by: Actor) -> tuple[System, str]:
    """A system with its key, which nobody can read again. Raises NotMade."""
    name = " ".join(name.split())
    if not 1 <= days <= LONGEST:
        raise NotMade(f"A key can last from 1 to {LONGEST} days.")
    if System.objects.seen_by(by).filter(name__iexact=name, revoked_at__isnull=True).exists():
        raise NotMade(f"There is already a key for “{name}”. Revoke it first, or give this one another name.")
    key = new_key()
    system = System.objects.create(
        partnership=by.partnership, name=name, purpose=purpose, key_hash=hashed(key), begins=key[:SHOWN],
        registers=registers, made_by=by.membership, expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    told = {"name": name, "begins": system.begins, "days": days, "registers": registers}
    access_log.record(access_log.Kind.COLLECTION, system, by=by, **told)
    return system, key


@transaction.atomic
def revoke_key(system: System, *, by: Actor) -> None:
    """From now on the key opens nothing. Done twice, it is done once."""
    if System.objects.seen_by(by).filter(pk=system.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        access_log.record(access_log.Kind.ALTERATION, system, by=by, name=system.name, revoked=True)
