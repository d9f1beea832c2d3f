"""How a form is asked: once, with what cannot be, what may be a name and what somebody else saved on the same page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from commonground.plan.changes.possible import Conflict, NotPossible
from commonground.registers.changes.entries import PersonNamed
from commonground.web.forms.nobody import NobodyForm
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.words import BegunForm


def ask(request: HttpRequest, form: OnceForm, act: Callable[[], str], template: str, **context: Any) -> HttpResponse:
    """The form; or, when it was sent in order, what it does, once. ``act`` returns the address to go to."""
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, act))  # type: ignore[attr-defined]
        except NotPossible as no:
            form.add_error(None, str(no))
        except PersonNamed as asked:
            assert isinstance(form, NobodyForm), "only such a form has texts in which a name may stand"
            form.ask_whether_named(asked.found)
        except Conflict as clash:
            assert isinstance(form, BegunForm), "only such a form says what it began from"
            values: Any = form.values  # type: ignore[attr-defined]
            context |= {"clash": str(clash), "clashes": form.clashes(values(clash.theirs))}
            form.begin_from(clash.theirs)
    return TemplateResponse(request, template, {"form": form, **context})
