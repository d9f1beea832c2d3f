"""Files and assessments that an example needs: made when they are first asked for, and found from then on."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django_scopes import scope
from people import Table
from small_paper import small_paper

from commonground.deliveries import changes
from commonground.deliveries.models import Delivery
from commonground.evidence.loading import load
from commonground.papers.models import Assessment
from commonground.partnership.shelves import shelves_of

PLAIN = Path(__file__).parents[1] / "fixtures/partner/invented_plain_counts.csv"


def ready(table: Table) -> str:
    """A file that was sent and looked at."""
    with scope(partnership=table.partnership):
        found = Delivery.objects.filter(state="ready").first()
        if found is None:
            found = changes.send(PLAIN.name, [b"as it was sent"], by=table.actor("analyst"))
            Delivery.objects.filter(pk=found.pk).update(state="ready")
        return found.public_id


def edition(table: Table) -> str:
    """An edition on the partnership’s own shelf."""
    shelves = shelves_of(table.partnership)
    if not shelves.own.editions():
        with TemporaryDirectory() as folder:
            file = Path(folder) / "invented.csv"  # of other bytes than any other table’s
            file.write_text(f"{PLAIN.read_text('utf-8')}E09000023,2024-01,{table.partnership.name},1\n", "utf-8")
            assert [outcome.error for outcome in load([file], shelves.own)] == [None]
    return shelves.own.editions()[0].id


def draft(table: Table) -> str:
    return _paper(table, "draft")


def submitted(table: Table) -> str:
    return _paper(table, "submitted")


def published(table: Table) -> str:
    return _paper(table, "published")


def _paper(table: Table, state: str) -> str:
    with scope(partnership=table.partnership):
        found = Assessment.objects.filter(state=state).first()
    return (found or small_paper(table, state)).public_id
