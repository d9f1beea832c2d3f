"""What the pages of the registers begin with, the register and the entry of the address; and how they ask."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground.plan.changes.possible import Conflict, NotPossible
from commonground.registers.called import called
from commonground.registers.changes.entries import Misfit, NameRefused, PersonNamed, may_change
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register, registers
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.register import PHOTOGRAPH, EntryForm
from commonground.web.views.registers.within import within


class PhotographRefused(NotPossible):
    """The photograph that came with an entry cannot be kept, so the entry waits for another."""


def register_of(request: HttpRequest, key: str, *, keep: bool = False) -> Register:
    """The register of the address; with ``keep``, only for those who add to it. Of one not theirs to read, nothing."""
    found = registers().get(key)
    if found is None or not found.read.allows(request.actor):  # type: ignore[attr-defined]
        raise Http404
    if keep and not found.keep.allows(request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(f"Your role reads this register, but does not add {found.nouns} to it.")
    return found


def entry_of(request: HttpRequest, register: Register, public_id: str, *, change: bool = False) -> Entry:
    """The entry of the address; with ``change``, only for those who may change it."""
    found: Entry = get_object_or_404(entries_of(register, request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, [found])  # type: ignore[attr-defined]
    if change:
        try:
            may_change(found, request.actor)  # type: ignore[attr-defined]
        except NotPossible as no:
            raise PermissionDenied(str(no)) from None
    return found


def may_be_changed(request: HttpRequest, entry: Entry) -> bool:
    """Whether the reader may change the entry, as it now stands."""
    try:
        may_change(entry, request.actor)  # type: ignore[attr-defined]
    except NotPossible:
        return False
    return entry.withdrawn_on is None


def show(request: HttpRequest, register: Register, template: str, **context: Any) -> HttpResponse:
    """A page of one register, with the links that all of them show."""
    entry: Entry | None = context.get("entry")
    if entry is not None:
        context["named"] = called(register, entry, request.actor)  # type: ignore[attr-defined]
    links = within(request, register)
    return TemplateResponse(request, template, {"register": register, "within": links, **context})


def ask(
    request: HttpRequest, register: Register, form: OnceForm, act: Callable[[], str],
    template: str = "registers/ask.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """The form; or, when it was sent in order, what it does, once. ``act`` returns the address to go to."""
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, act))  # type: ignore[attr-defined]
        except NotPossible as no:
            _refuse(form, no)
        except PersonNamed as asked:
            assert isinstance(form, EntryForm), "only such a form asks for texts in which a name may stand"
            form.ask_whether_named(asked.found)
        except Conflict as clash:
            context |= _clash(request, register, form, clash)
    if form.is_bound and isinstance(form, EntryForm):
        form.ask_for_file_again()
    return show(request, register, template, form=form, **context)


def _refuse(form: OnceForm, no: NotPossible) -> None:
    if isinstance(no, NameRefused) and isinstance(form, EntryForm):
        form.refuse_names(no.found)
    elif isinstance(no, PhotographRefused):
        form.add_error(PHOTOGRAPH, str(no))
    elif isinstance(no, Misfit) and no.column in form.fields:
        form.add_error(no.column, str(no).rstrip("."))
    else:
        form.add_error(None, str(no))


def _clash(request: HttpRequest, register: Register, form: OnceForm, clash: Conflict) -> dict[str, Any]:
    """What somebody saved meanwhile beside what was typed, of the columns that the reader sees."""
    assert isinstance(form, EntryForm), "only such a form says what it began from"
    names = columns_for(register, request.actor, form.names)  # type: ignore[attr-defined]
    theirs = {name: register.value(clash.theirs, name) for name in names}
    found = {"clash": str(clash), "clashes": form.clashes(theirs)}
    form.begin_from(clash.theirs)
    return found
