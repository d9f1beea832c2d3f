"""Systems: a council’s data warehouse or dashboard that reads the API, each by a key of its own."""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django_scopes import ScopedManager

from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.people import Membership
from commonground.partnership.models.place import Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor

MARK = "cg_"  # so that a key found in a file or a message is known for what it is
SHOWN = 8  # characters of a key that are kept, to tell one from another


def new_key() -> str:
    """A key that cannot be guessed: 256 random bits."""
    return MARK + secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """What is kept of a key. A random key needs no salt and no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


class Systems(models.QuerySet["System"]):
    def seen_by(self, actor: Actor) -> "Systems":
        """The systems of the actor’s own table; a system sees none, not even itself."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()

    def with_maker(self) -> "Systems":
        """Each with the person who made its key."""
        return self.select_related("made_by__user")

    def with_key(self, key: str) -> "System | None":
        """The system that has this key, whether it still works or not."""
        return self.filter(key_hash=hashed(key)).select_related("partnership").first()

    def note_use(self) -> None:
        """They are used now, by the clock of the database."""
        self.update(last_used_at=Now())


@remembered(without=("key_hash", "last_used_at"))
class System(models.Model):
    """A named system that may read what a partnership’s analysts may, until its key expires or is revoked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="systems")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    registers = models.BooleanField("reads the registers", default=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    begins = models.CharField(max_length=SHOWN, editable=False)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="systems_made")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Systems), partnership="partnership")

    class Meta:
        ordering = ("name", "-made_at")
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "name"), condition=Q(revoked_at__isnull=True), name="one_live_system_of_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def state(self, at: datetime) -> str:
        """In a word, whether its key works."""
        if self.revoked_at:
            return "revoked"
        return "in use" if self.expires_at > at else "expired"

    def actor(self, **context: object) -> Actor:
        """The system, as the rules and the log see it."""
        opens = frozenset({"registers"} if self.registers else ())
        return Actor(name=self.name, partnership=self.partnership, opens=opens, **context)  # type: ignore[arg-type]
