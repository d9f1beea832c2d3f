"""The first assessment of the demonstration: of real figures, asked for by an invented analyst."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.evidence.store import Store
from commonground.papers.changes import start
from commonground.papers.models import Assessment
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor


def ask(table: str = "lewisham") -> bool:
    """Ask the worker for an assessment, where there is evidence to assess and none was asked for before."""
    if not Store(Path(settings.HOME)).editions():
        return False
    with scopes_disabled():
        analyst = Membership.objects.current(timezone.localdate()).filter(partnership__slug=table, role="analyst")[0]
    with scope(partnership=analyst.partnership):
        if Assessment.objects.exists():
            return False
        start(timezone.localdate(), by=Actor.of_seat(analyst))
    return True
