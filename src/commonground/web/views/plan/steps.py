"""What becomes of an action: said how it goes, ticked, handed over, finished, dropped, taken up again, resourced."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from commonground.partnership import seen
from commonground.plan import reading
from commonground.plan.changes import actions, parts, telling
from commonground.plan.changes.actions import values_of
from commonground.plan.changes.parts import Expected
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Task
from commonground.plan.rules import EDIT_PLAN, UPDATE_OWN_ACTIONS
from commonground.plan.terms import ActionKind
from commonground.web.door import only
from commonground.web.forms.action import OwnerForm, SayForm, TaskForm, WhyForm
from commonground.web.forms.once import OnceForm
from commonground.web.forms.plan import SureForm
from commonground.web.views.plan.asking import action_of, ask


@only(UPDATE_OWN_ACTIONS, post=UPDATE_OWN_ACTIONS)
def say(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say in red, amber or green how it goes, beside what follows from tasks and dates."""
    found, today = action_of(request, public_id, own=True), timezone.localdate()
    shown = reading.action_shown(found, today)
    form = SayForm(request.POST or None, initial={"rag": found.rag, "reason": found.rag_reason})
    return _step(
        request, found, form,
        lambda given: telling.tell_rag(found, given["rag"], given["reason"], today, by=request.actor),
        "It is noted how the action goes.", template="plan/say.html", shown=shown, title="How does it go?",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make another person accountable."""
    found = action_of(request, public_id)
    form = OwnerForm(_people(request), request.POST or None)
    return _step(
        request, found, form, lambda given: actions.hand_over(found, given["owner"], by=request.actor),
        "The action is handed over.", title="Hand it over", button="Hand it over",
        lead="What was said of it so far stays, with the name of who said it.",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def promote(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an action of a developing action."""
    found = action_of(request, public_id)
    if found.kind != ActionKind.DEVELOPING:
        raise Http404
    form = OwnerForm(_people(request), request.POST or None)

    def act(given: dict[str, Any]) -> object:
        owner = given["owner"]
        values = replace(values_of(found), kind=ActionKind.RESOURCED, owner=owner, agency=owner.agency)
        return actions.edit_action(found, values, by=request.actor)

    return _step(
        request, found, form, act, "It is an action now. Say by when it is due.", title="Make it an action",
        button="Make it an action",
        lead="There is now somebody, and something, to do it with.",
    )  # fmt: skip


@only(UPDATE_OWN_ACTIONS, post=UPDATE_OWN_ACTIONS)
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that it is done."""
    found = action_of(request, public_id, own=True)
    return _step(
        request, found, SureForm(request.POST or None), lambda given: actions.finish(found, by=request.actor),
        "The action is done.", title="Is it done?", button="It is done",
        lead="It leaves the list of what is still to do, and stays in the plan. It can be taken up again.",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that it will not be done, and why."""
    found = action_of(request, public_id)
    return _step(
        request, found, WhyForm(request.POST or None),
        lambda given: actions.drop(found, given["why"], by=request.actor),
        "The action is dropped.", title="Drop it", button="Drop it", warning=True,
        lead="It stays in the plan, with the reason. Whoever reads the plan sees it.",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take up again what was done or dropped."""
    found = action_of(request, public_id)
    return _step(
        request, found, WhyForm(request.POST or None),
        lambda given: actions.take_up_again(found, given["why"], by=request.actor),
        "The action is open again.", title="Take it up again", button="Take it up again",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def add_task(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a task."""
    found = action_of(request, public_id)
    return _step(
        request, found, TaskForm(request.POST or None),
        lambda given: parts.add_task(found, given["title"], given["due"], by=request.actor),
        "The task is added.", title="Add a task", button="Add it", then="#tasks",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def edit_task(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a task."""
    task = _task(request, public_id)
    form = TaskForm(request.POST or None, initial={"title": task.title, "due": task.due})
    return _step(
        request, task.action, form, lambda given: parts.edit_task(task, given["title"], given["due"], by=request.actor),
        "The task is saved.", title="Change a task", then="#tasks",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def remove_task(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a task out that is not done."""
    task = _task(request, public_id)
    return _step(
        request, task.action, SureForm(request.POST or None), lambda given: parts.remove_task(task, by=request.actor),
        "The task is taken out.", title=f"Take out “{task.title}”?", button="Take it out", then="#tasks", warning=True,
    )  # fmt: skip


@only(post=UPDATE_OWN_ACTIONS)
def tick(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a task is done today, or that it is not after all."""
    task = _task(request, public_id)
    action_of(request, task.action.public_id, own=True)
    done = timezone.localdate() if request.POST.get("done") == "yes" else None
    try:
        parts.tick(task, done, by=request.actor)
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect(_address(task.action) + "#tasks")


@only(EDIT_PLAN, post=EDIT_PLAN)
def no_longer(request: HttpRequest, public_id: str, measure: str) -> HttpResponse:
    """Take out a measure that was to move."""
    found = action_of(request, public_id)
    rows = list(found.expectations.all())
    if measure not in {one.measure for one in rows}:
        raise Http404
    kept = [Expected(one.measure, one.direction, one.by, one.why) for one in rows if one.measure != measure]
    return _step(
        request, found, SureForm(request.POST or None), lambda given: parts.expect(found, kept, by=request.actor),
        "The measure is taken out.", title="Take this measure out?", button="Take it out", then="#measures",
        warning=True,
    )  # fmt: skip


def _step(
    request: HttpRequest, action: Action, form: OnceForm, change: Callable[[dict[str, Any]], object], said: str, *,
    then: str = "", **context: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, then do it once, say that it is done, and go back to the action."""
    there = _address(action)
    up = reverse("plan-actions", args=(action.partnership.slug,))

    def act() -> str:
        change(form.cleaned_data)
        messages.success(request, said)
        return there + then

    context |= {"action": action, "caption": f"{action.ref}: {action.title}", "back": there}
    return ask(request, form, act, context.pop("template", "plan/ask.html"), **context,
               trail=[("Actions", up), (action.ref, there)])  # fmt: skip


def _people(request: HttpRequest) -> Any:
    return seen.people(request.actor, timezone.localdate())  # type: ignore[attr-defined]


def _task(request: HttpRequest, public_id: str) -> Task:
    found: Task = get_object_or_404(reading.tasks_for(request.actor), public_id=public_id)  # type: ignore[arg-type, attr-defined]
    request.showed(found.action)  # type: ignore[attr-defined]
    return found


def _address(action: Action) -> str:
    return reverse("plan-action", args=(action.partnership.slug, action.public_id))
