"""One entry: everything of it, what it is linked to, its history, and the same as text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonground.partnership.rules import READ_LOG, SEE_HISTORY
from commonground.partnership.wards import names_of_places
from commonground.registers.beside import SHOWN, about_it, beside_of
from commonground.registers.called import called
from commonground.registers.history import history_for
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for
from commonground.registers.register import Register
from commonground.registers.rules import READ_A_REGISTER
from commonground.registers.said import as_text, by_part
from commonground.web.door import only
from commonground.web.views.registers.asking import entry_of, may_be_changed, register_of, show
from commonground.web.views.registers.shown import entered, lines_of


@only(READ_A_REGISTER)
def one(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """All of an entry that its reader may read."""
    found = register_of(request, register)
    entry, actor, today = entry_of(request, found, public_id), request.actor, timezone.localdate()  # type: ignore[attr-defined]
    beside = beside_of(entry, actor)
    context: dict[str, Any] = {
        "entry": entry, "stands": found.stands(entry, today), "today": today, "added": "added" in request.GET,
        "parts": [
            (title, *entered(some))
            for title, some in by_part(found, actor, entry, names_of_places(actor.partnership))
        ],
        "about": lines_of([entry.about], actor, today) if _names_its_subject(found, entry, request) else [],
        "beside": beside, "others": lines_of(beside.entries, actor, today),
        "histories": _histories(request, found, entry),
        "may_change": may_be_changed(request, entry), "keeps": found.keep.allows(actor),
        "may_see_history": SEE_HISTORY.allows(actor),
    }  # fmt: skip
    return show(request, found, "registers/entry.html", **context)


@only(READ_A_REGISTER)
def text(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """The entry as text, for the agency’s own system."""
    found = register_of(request, register)
    entry, actor = entry_of(request, found, public_id), request.actor  # type: ignore[attr-defined]
    said = as_text(found, actor, entry, names_of_places(actor.partnership), timezone.localdate())
    return show(request, found, "registers/text.html", entry=entry, text=said, lines=said.count("\n") + 2)


@only(SEE_HISTORY)
def history(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """What became of an entry, step by step."""
    found = register_of(request, register)
    entry = entry_of(request, found, public_id)
    context = {
        "record": called(found, entry, request.actor), "name": f"entry:{entry.public_id}",  # type: ignore[attr-defined]
        "steps": history_for(found, entry, request.actor),  # type: ignore[attr-defined]
        "may_read_log": READ_LOG.allows(request.actor),  # type: ignore[attr-defined]
    }  # fmt: skip
    return show(request, found, "history.html", **context)


def _names_its_subject(register: Register, entry: Entry, request: HttpRequest) -> bool:
    return entry.about is not None and "about" in columns_for(register, request.actor, ("about",))  # type: ignore[attr-defined]


def _histories(request: HttpRequest, register: Register, entry: Entry) -> list[dict[str, Any]]:
    """The entries about this one, register by register."""
    return [
        {"register": one, "lines": lines_of(rows[:SHOWN], request.actor, timezone.localdate()),  # type: ignore[attr-defined]
         "more": len(rows) > SHOWN, "keeps": one.keep.allows(request.actor)}  # type: ignore[attr-defined]
        for one, rows in about_it(register, entry, request.actor)  # type: ignore[attr-defined]
    ]  # fmt: skip
