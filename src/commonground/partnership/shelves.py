"""Where a partnership’s evidence stands: its own shelf, beside the store that all partnerships share."""

from pathlib import Path

from django.conf import settings

from commonground.evidence.store import Shelves, Store
from commonground.partnership.models import Partnership


def shelves_of(partnership: Partnership) -> Shelves:
    """The partnership’s own shelf, which no other reads, and the shared store."""
    home = Path(settings.HOME)
    return Shelves(Store(home / "partnerships" / partnership.slug), Store(home))
