"""Sessions: ended one by one by their owner, or all at once. Second steps: taken away when they are lost."""

from allauth.mfa.models import Authenticator
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


@transaction.atomic
def forget_second_steps(user: User, *, by: Actor, why: str) -> int:
    """Take away every app, key and code of someone who has lost them, and end their sessions. Returns how many.

    At the next sign-in, with the password, they set up another before anything else.
    """
    found = list(Authenticator.objects.filter(user=user))
    for one in found:
        one.delete()
    access_log.record(access_log.Kind.ALTERATION, user, by=by, purpose=why, second_steps_taken_away=len(found))
    end_all(user, by=by)
    return len(found)
