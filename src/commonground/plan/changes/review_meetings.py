"""Meetings of the partnership are recorded, with which of the standing items were minuted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Meeting, MinutedItem
from commonground.plan.terms import StandingItem

MINUTE = re.compile(r"[0-9]+([./-][0-9]+)*[a-z]?")


@dataclass(frozen=True)
class Minuted:
    """Whether an item was minuted, where, and for habitual knife carriers how many: a number and never a name."""

    minuted: bool
    minute: str = ""
    count: int | None = None


@transaction.atomic
def record_meeting(held_on: date, items: Mapping[str, Minuted], *, by: Actor) -> Meeting:
    """Record a meeting. What is not said of an item means that it was not minuted."""
    if Meeting.objects.filter(held_on=held_on).exists():
        raise NotPossible(f"The meeting of {held_on:%-d %B %Y} is recorded already: change that one.")
    made = Meeting.objects.create(partnership=by.partnership, held_on=held_on, recorded_by=by.membership)
    rows = [_item(made, item, items.get(item, Minuted(False))) for item in StandingItem]
    MinutedItem.objects.bulk_create(rows)
    access_log.record(access_log.Kind.COLLECTION, made, by=by, minuted=sum(row.minuted for row in rows))
    return made


@transaction.atomic
def change_meeting(found: Meeting, held_on: date, items: Mapping[str, Minuted], *, by: Actor) -> Meeting:
    """Correct what is recorded of a meeting."""
    row = Meeting.objects.select_for_update().get(pk=found.pk)
    if Meeting.objects.filter(held_on=held_on).exclude(pk=row.pk).exists():
        raise NotPossible(f"Another meeting of {held_on:%-d %B %Y} is recorded already: give this one its own day.")
    row.held_on = held_on
    row.save(update_fields=["held_on"])
    there = {one.item: one.pk for one in row.items.all()}
    rows = [_item(row, item, items.get(item, Minuted(False))) for item in StandingItem]
    for one in rows:
        one.pk = there[one.item]
    MinutedItem.objects.bulk_update(rows, ["minuted", "minute", "count"])
    access_log.record(access_log.Kind.ALTERATION, row, by=by, minuted=sum(one.minuted for one in rows))
    return row


def _item(meeting: Meeting, item: StandingItem, said: Minuted) -> MinutedItem:
    minute = said.minute.strip()
    if minute and (len(minute) > 20 or not MINUTE.fullmatch(minute)):
        raise NotPossible(f"{item.label}: give the number of the minute, such as 6.2, and no other text.")
    count = said.count if item == StandingItem.CARRIERS and said.minuted else None
    return MinutedItem(
        partnership=meeting.partnership, meeting=meeting, item=item, minuted=said.minuted,
        minute=minute if said.minuted else "", count=count,
    )  # fmt: skip
