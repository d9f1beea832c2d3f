"""What every page knows of where it is: the partnership, the seat, and whether its records are invented."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commonground.partnership.rule import Actor


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of ``page.html``."""
    actor: Actor = getattr(request, "actor", Actor())
    return {
        "actor": actor,
        "partnership": actor.partnership,
        "invented": settings.DEMONSTRATION or bool(actor.partnership and actor.partnership.demonstration),
        "demonstration": settings.DEMONSTRATION,
    }
