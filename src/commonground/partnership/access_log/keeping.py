"""How long the log itself is kept. The rows of old seals are let go; the seals stay, so the chain still holds."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from commonground.partnership.models import AccessEvent, LetGo, Seal, SealedEvent

YEAR = timedelta(days=366)


def let_go_of_old_rows() -> int:
    """Delete the rows whose seal is older than the log is kept for, and return how many there were.

    The database refuses this for any row whose seal is less than a year old, whatever the setting says.
    """
    old = Seal.objects.filter(let_go__isnull=True, at__lt=Now() - settings.ACCESS_LOG_YEARS * YEAR)
    return sum(_let_go(seal) for seal in old)


@transaction.atomic
def _let_go(seal: Seal) -> int:
    LetGo.objects.create(seal=seal, rows=seal.rows)
    with connection.cursor() as cursor:  # the rows before their places in the seal, which are what lets them go
        cursor.execute("set constraints all deferred")
        for table, key in ((AccessEvent, "id"), (SealedEvent, "event_id")):
            cursor.execute(
                f"delete from {table._meta.db_table} where {key} in"
                " (select event_id from partnership_sealedevent where seal_id = %s)",
                [seal.pk],
            )
    return seal.rows
