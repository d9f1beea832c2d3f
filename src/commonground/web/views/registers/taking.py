"""A register taken away: narrowed as its list is, in the form that is asked for, and written down as handed over."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import Entry
from commonground.registers.moving.forms import FORMS, dated
from commonground.registers.moving.limits import MOST_ON_PAPER
from commonground.registers.moving.out import taken
from commonground.registers.narrowing import narrowed, ordered, sorts_for, standing_as
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register
from commonground.registers.rules import READ_REGISTERS
from commonground.web.door import only
from commonground.web.forms.register_filter import ListFilter
from commonground.web.limits import limited
from commonground.web.listing import order
from commonground.web.views.registers.asking import register_of, show
from commonground.web.views.registers.offering import offered_for

LOGGED = 500
"""So many entries are named in one row of the access log; a longer list has several rows."""


@only(READ_REGISTERS)
def export(request: HttpRequest, register: str) -> HttpResponse:
    """The forms in which the entries that are asked for can be taken away."""
    found = register_of(request, register)
    rows, said = wanted(request, found)
    return _offer(request, found, len(rows), said)


@limited("export")
@only(READ_REGISTERS)
def file(request: HttpRequest, register: str, form: str) -> HttpResponse:
    """The entries as a file. It leaves the site, so the log says to whom, with its columns, its rows and its hash."""
    found, actor = register_of(request, register), request.actor  # type: ignore[attr-defined]
    if form not in FORMS:
        raise Http404
    rows, said = wanted(request, found)
    given = taken(found, actor, entries_in(found, actor, rows), said, timezone.localdate())
    try:
        content = FORMS[form].write(given)
    except NotPossible as no:
        return _offer(request, found, len(rows), said, str(no))
    _hand_over(request, found, content, given.entries, given.names, form)
    name = dated(found, given.on, form)
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMS[form].media_type, headers=named)


def wanted(request: HttpRequest, register: Register) -> tuple[Sequence[int], list[str]]:
    """The entries that the list’s own filters ask for, in its order, and the filters in words."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = _filter(request, register)
    asked = form.wanted(form.offered, None)
    sort = order(request, sorts_for(register, actor), "-on").sort
    rows = ordered(narrowed(register, actor, asked, timezone.localdate()), sort)
    filters = [said for said, _ in form.chosen(request.GET)]
    if not asked.standing:
        return list(rows.values_list("pk", flat=True)), filters
    return standing_as(register, rows, asked.standing, timezone.localdate(), every=True)[0], filters


def entries_in(register: Register, actor: Actor, keys: Sequence[int]) -> list[Entry]:
    """The entries with these numbers, in this order."""
    found: dict[int, Entry] = {}
    for at in range(0, len(keys), 2000):
        found |= {one.pk: one for one in entries_of(register, actor).filter(pk__in=keys[at : at + 2000])}
    return [found[key] for key in keys if key in found]


def _offer(request: HttpRequest, register: Register, number: int, said: list[str], refused: str = "") -> HttpResponse:
    form = _filter(request, register)
    context = {
        "filter": form, "chosen": form.chosen(request.GET), "forms": FORMS.values(), "number": number, "said": said,
        "refused": refused, "most": MOST_ON_PAPER, "asked": request.GET.urlencode(),
    }  # fmt: skip
    return show(request, register, "registers/export.html", **context)


def _filter(request: HttpRequest, register: Register) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    names = columns_for(register, actor, register.filters)
    offered = offered_for(register, actor, only=names)
    form = ListFilter(register, names, offered, request.GET, looked=False)
    form.offered = offered  # type: ignore[attr-defined]
    del form.fields["size"]  # a file has no pages
    return form


def _hand_over(
    request: HttpRequest, register: Register, content: bytes, entries: Sequence[Entry], names: Sequence[str], form: str
) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = f"register:{register.key}.{form}"
    request.showed(record)  # type: ignore[attr-defined]
    for at in range(0, max(len(entries), 1), LOGGED):
        access_log.handed_over(
            content, record, by=actor, recipient=actor.agency, rows=len(entries), fields=names,
            concerns=entries[at : at + LOGGED], purpose="taken out of the register as a file",
        )  # fmt: skip
