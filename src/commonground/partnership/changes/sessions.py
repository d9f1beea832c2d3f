"""Sessions: ended one by one by their owner, or all at once when someone leaves."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.models import User
from commonground.partnership.rule import Actor


@transaction.atomic
def end_one(session: str, *, by: Actor) -> bool:
    """End one of one's own sessions, named as in the list; False where there is none such."""
    assert by.user is not None
    found = UserSession.objects.filter(user=by.user, pk=int(session)).first() if session.isdecimal() else None
    if found is None:
        return False
    found.end()
    access_log.record(access_log.Kind.ALTERATION, by.user, by=by, ended_sessions=1)
    return True


@transaction.atomic
def end_all(user: User, *, by: Actor) -> int:
    """End every session of a person at once, wherever they are signed in. Returns how many those were."""
    sessions = list(UserSession.objects.filter(user=user))
    for one in sessions:
        one.end()
    if sessions:
        access_log.record(access_log.Kind.ALTERATION, user, by=by, ended_sessions=len(sessions))
    return len(sessions)
