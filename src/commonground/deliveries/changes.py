"""What is done with files: sent, confirmed, cancelled; and editions withdrawn."""

from collections.abc import Iterable
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from commonground.deliveries import quarantine, tasks
from commonground.deliveries.models import Delivery, Withdrawal
from commonground.evidence.store import UnknownEdition
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.partnership.shelves import shelves_of


class NotPossible(Exception):
    """The step cannot be taken now; the message says why, for the person who asked."""


@transaction.atomic
def send(name: str, chunks: Iterable[bytes], published: str = "", *, by: Actor) -> Delivery:
    """Keep the file out of reach and have it looked at."""
    kept, size, sha256 = quarantine.keep(chunks)
    try:
        delivery = Delivery.objects.create(
            partnership=by.partnership, name=shown_name(name), kept=kept, size=size, sha256=sha256,
            published=published, sent_by=by.membership,
        )  # fmt: skip
        access_log.record(access_log.Kind.COLLECTION, delivery, by=by, size=size, sha256=sha256)
        tasks.check.configure(lock=f"delivery:{delivery.public_id}").defer(delivery=delivery.public_id)
    except BaseException:
        quarantine.erase(kept)
        raise
    return delivery


@transaction.atomic
def confirm(delivery: Delivery, *, by: Actor) -> Delivery:
    """Load what the preview showed."""
    delivery = _locked(delivery)
    if delivery.state in ("loading", "loaded"):
        return delivery
    if delivery.state != "ready":
        raise NotPossible(f"{delivery.name} cannot be loaded: it is {delivery.get_state_display().lower()}.")
    for outcome in delivery.outcomes:
        outcome.pop("preview", None)
    delivery.state = Delivery.State.LOADING
    delivery.save(update_fields=("state", "outcomes"))
    access_log.record(access_log.Kind.ALTERATION, delivery, by=by, became="loading")
    tasks.load.configure(lock=f"delivery:{delivery.public_id}").defer(delivery=delivery.public_id)
    return delivery


@transaction.atomic
def cancel(delivery: Delivery, *, by: Actor) -> Delivery:
    """Do not load it after all: the file is erased."""
    delivery = _locked(delivery)
    if delivery.state == "cancelled":
        return delivery
    if delivery.state not in ("arrived", "ready"):
        raise NotPossible(f"{delivery.name} cannot be cancelled: it is {delivery.get_state_display().lower()}.")
    kept = delivery.kept
    for outcome in delivery.outcomes:
        outcome.pop("preview", None)
    delivery.state, delivery.kept, delivery.done_at = Delivery.State.CANCELLED, "", timezone.now()
    delivery.save(update_fields=("state", "kept", "outcomes", "done_at"))
    access_log.record(access_log.Kind.ERASURE, delivery, by=by, because="cancelled", sha256=delivery.sha256)
    transaction.on_commit(lambda: quarantine.erase(kept))
    return delivery


@transaction.atomic
def withdraw(edition: str, reason: str, *, by: Actor) -> Withdrawal:
    """Take an edition off the partnership’s own shelf. What was written from it keeps its numbers.

    Raises NotPossible for one that is shared, gone, or being withdrawn already.
    """
    assert by.partnership is not None
    try:
        found = shelves_of(by.partnership).own.edition(edition)
    except UnknownEdition:
        raise NotPossible(
            f"{edition} is not on your partnership’s own shelf. An edition that all partnerships share can be taken "
            "out only by whoever looks after the installation."
        ) from None
    earlier = Withdrawal.objects.filter(edition=found.id, gone_at=None).first()
    if earlier:
        return earlier
    withdrawal = Withdrawal.objects.create(
        partnership=by.partnership, edition=found.id, source=found.source, file=found.file[:300],
        rows=found.rows_loaded, reason=reason, withdrawn_by=by.membership,
    )  # fmt: skip
    access_log.record(
        access_log.Kind.ALTERATION, withdrawal, by=by, concerns=[f"edition:{found.id}"], purpose=reason[:400]
    )
    tasks.take_off.configure(lock=f"withdrawal:{withdrawal.public_id}").defer(withdrawal=withdrawal.public_id)
    return withdrawal


def shown_name(name: str) -> str:
    """What the sender called the file: its last part, on one line, without what does not print."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-200:].strip() or "a file without a name"


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update().get(pk=delivery.pk)
