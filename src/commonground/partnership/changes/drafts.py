"""Drafts: kept while someone types, given back to them alone, let go when saved, discarded or out of time.

The first keeping and each letting go leave a line in the access log; what is typed in between does not, and no line
holds any of the text.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models.draft import Draft, Drafts
from commonground.partnership.rule import Actor

LONGEST = 500_000  # characters of one draft
WARNING = timedelta(days=3)

Fields = Mapping[str, list[str]]


def drafts_of(by: Actor) -> list[Draft]:
    """What this person has not saved yet, the newest first."""
    with scopes_disabled():
        return list(Draft.objects.seen_by(by).kept(timezone.now()).select_related("partnership"))


def draft_for(by: Actor, page: str) -> Draft | None:
    """What this person left in the form at this address."""
    with scopes_disabled():
        return Draft.objects.seen_by(by).kept(timezone.now()).filter(page=page).first()


def going_soon(by: Actor) -> list[Draft]:
    """Those that will be deleted within three days."""
    return [draft for draft in drafts_of(by) if draft.expires_at - timezone.now() < WARNING]


@transaction.atomic
def keep(
    page: str, title: str, fields: Fields, *, saved: Callable[[], bool] = lambda: False, by: Actor
) -> Draft | None:
    """Keep what is in the form now. Nothing is kept of an empty form, or of one too long to be typed.

    On a slow link the last of what was typed may arrive after the form itself: ``saved`` says that the form was, and
    then nothing is kept, or the old text would come back as a draft. It is asked when no other form of this person at
    this address is being stored.
    """
    now = timezone.now()
    size = sum(len(value) for values in fields.values() for value in values)
    if by.user is None or not any(value.strip() for values in fields.values() for value in values) or size > LONGEST:
        return None
    _wait(page, by)
    if saved():
        return None
    with scopes_disabled():
        draft, new = Draft.objects.update_or_create(
            user=by.user,
            page=page,
            defaults={
                "partnership": by.partnership,
                "title": title,
                "fields": dict(fields),
                "saved_at": now,
                "expires_at": now + timedelta(days=settings.DRAFT_DAYS),
            },
        )
    if new:
        access_log.record(access_log.Kind.COLLECTION, f"draft:{draft.public_id}", by=by, page=page)
    return draft


@transaction.atomic
def let_go(page: str, *, by: Actor, why: str) -> None:
    """Forget what was left in the form at this address."""
    _wait(page, by)
    with scopes_disabled():
        _erase(Draft.objects.seen_by(by).filter(page=page), by, why)


@transaction.atomic
def discard(public_id: str, *, by: Actor) -> str:
    """Forget one of one's own drafts. Returns the address of its form; nothing where there is none such."""
    with scopes_disabled():
        found = Draft.objects.seen_by(by).filter(public_id=public_id)
        page = found.values_list("page", flat=True).first() or ""
        _erase(found, by, "discarded")
    return page


@transaction.atomic
def forget_old(*, by: Actor) -> int:
    """Forget every draft whose time has come, of everybody. Returns how many."""
    with scopes_disabled():
        return _erase(Draft.objects.filter(expires_at__lte=timezone.now()), by, "out of time")


def _wait(page: str, by: Actor) -> None:
    """Until whatever else is being stored of this person’s form has been."""
    if by.user is not None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, %s))", [page, by.user.pk])


def _erase(drafts: Drafts, by: Actor, why: str) -> int:
    gone = [draft.public_id for draft in drafts.select_for_update()]
    for public_id in gone:
        access_log.record(access_log.Kind.ERASURE, f"draft:{public_id}", by=by, why=why)
    drafts.delete()
    return len(gone)
