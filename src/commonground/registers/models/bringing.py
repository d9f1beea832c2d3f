"""A file with entries that somebody sent in and has not finished with: it is for them alone, and not for long."""

import json
import zlib
from datetime import datetime
from typing import Any

from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor


class Bringings(models.QuerySet["Bringing"]):
    def seen_by(self, actor: Actor) -> "Bringings":
        """One’s own, and nobody else’s: what a file says has not been looked through yet."""
        return self.filter(sent_by=actor.membership) if actor.membership else self.none()

    def owned_by(self, seat: Membership) -> "Bringings":
        """None: a file that nobody finishes with is forgotten by itself."""
        return self.none()

    def waiting(self) -> "Bringings":
        """Those of which something is still held."""
        return self.exclude(state=Bringing.State.FORGOTTEN)

    def out_of_time(self, now: datetime) -> "Bringings":
        return self.waiting().filter(expires_at__lte=now)


@remembered(without=("held", "mapping", "judged", "sure", "said", "done", "of"))
class Bringing(models.Model):
    """One file on its way into a register. What it holds is packed, since it is read whole or not at all."""

    class State(models.TextChoices):
        SENT = "sent", "Columns to be said"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "To be looked at"
        BRINGING = "bringing", "Being brought in"
        DONE = "done", "Brought in"
        FORGOTTEN = "forgotten", "Forgotten"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="bringings")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    register = models.CharField(max_length=40, help_text="The key of the register.")
    name = models.CharField(max_length=200, help_text="What the sender calls the file.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    held = models.BinaryField(null=True, help_text="The sheets, packed.")
    mapping = models.JSONField(default=dict, help_text="What each column means.")
    judged = models.BinaryField(null=True, help_text="What becomes of each row, packed.")
    sure = models.JSONField(default=list, help_text="Rows of which the sender said that they name nobody.")
    said = models.TextField(blank=True, help_text="Why the last step was not taken.")
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0, help_text="How many entries came of it.")
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="bringings")
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Bringings), partnership="partnership")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_moving(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.CHECKING, self.State.BRINGING)


def packed(value: Any) -> bytes:
    """A value of plain parts, small enough to be kept in a row."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(held: bytes | memoryview | None) -> Any:
    """The value again; None for nothing."""
    return json.loads(zlib.decompress(bytes(held))) if held else None
