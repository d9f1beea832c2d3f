"""The list of one register: narrowed, sorted, paged; and what is new since its reader last looked."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonground.partnership.rule import Actor
from commonground.partnership.wards import names_of_places
from commonground.registers import narrowing
from commonground.registers.looking import open_register
from commonground.registers.narrowing import EXAMINED, SORTS, THERE, Wanted, narrowed, ordered, sorts_for, standing_as
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register
from commonground.registers.rules import READ_A_REGISTER
from commonground.web.door import only
from commonground.web.forms.register_filter import SIZES, ListFilter
from commonground.web.listing import order
from commonground.web.views.registers.asking import register_of, show
from commonground.web.views.registers.offering import offered_for
from commonground.web.views.registers.shown import lines_of, not_in_names


@only(READ_A_REGISTER)
def one(request: HttpRequest, register: str) -> HttpResponse:
    """The entries of a register that are asked for, a page at a time."""
    found, actor, today = register_of(request, register), request.actor, timezone.localdate()  # type: ignore[attr-defined]
    before = open_register(found, actor, timezone.now())
    offered = offered_for(found, actor, only=columns_for(found, actor, found.filters))
    form = ListFilter(found, columns_for(found, actor, found.filters), offered, request.GET, looked=bool(before))
    first = THERE if found.lasting else "-on"
    sorts = {**sorts_for(found, actor), first.removeprefix("-"): ""}
    wanted, sort = form.wanted(offered, before), order(request, sorts, first).sort
    page, cut = _page(request, found, actor, wanted, sort, form.cleaned_data.get("size") or SIZES[0])
    names, places = columns_for(found, actor, found.listed), names_of_places(actor.partnership)
    lines = lines_of(page.object_list, actor, today, names=names, places=places, before=before)
    context: dict[str, Any] = {
        "page": page, "lines": lines, "filter": form, "chosen": form.chosen(request.GET), "sort": sort,
        "columns": {name: _column(found, name) for name in not_in_names(names, lines)},
        "stands": bool(narrowing.standings(found)), "keeps": found.keep.allows(actor), "before": before,
        "cut": EXAMINED if cut else 0, "new": wanted.new, "dues": any(line.entry.due for line in lines),
    }  # fmt: skip
    return show(request, found, "registers/list.html", **context)


def _page(
    request: HttpRequest, register: Register, actor: Actor, wanted: Wanted, sort: str, size: int
) -> tuple[Page, bool]:
    """One page of what is wanted. The numbers of the entries are asked first, so that a late page costs no more."""
    rows, cut = ordered(narrowed(register, actor, wanted, timezone.localdate()), sort), False
    keys: Any = rows.values_list("pk", flat=True)
    if wanted.standing:
        keys, cut = standing_as(register, rows, wanted.standing, timezone.localdate())
    page = Paginator(keys, size).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    found = {one.pk: one for one in entries_of(register, actor).filter(pk__in=listed)}
    page.object_list = [found[pk] for pk in listed]
    return page, cut


def _column(register: Register, name: str) -> dict[str, Any]:
    """A column as its heading shows it."""
    return {"name": name, "label": register.label(name), "sorts": name in SORTS}
