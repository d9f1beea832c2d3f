"""Tasks: all of them, one with the short form of its owner, and how one is given and passed on."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.seen import agencies
from commonground.registers.changes import tasking_tasks
from commonground.registers.models import TaskingMeeting
from commonground.registers.rules import BRING_TO_TASKING, READ_TASKING, RUN_TASKING
from commonground.registers.tasking import reading
from commonground.registers.tasking.terms import TaskState
from commonground.web.door import only
from commonground.web.forms.tasking import TaskForm, TasksFilter, TellForm
from commonground.web.views.tasking.asking import ask, at, begun, meeting_of, page_of, task_of, trail

ON_A_PAGE = 50


@only(READ_TASKING)
def tasks(request: HttpRequest) -> HttpResponse:
    """Every task that a filter leaves; those that are open where nothing is asked."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    asked = request.GET if request.GET else {"state": str(TaskState.OPEN)}
    form = TasksFilter(agencies(actor), asked)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = reading.narrowed(reading.tasks_for(actor), wanted.get("agency", ""), wanted.get("state", ""))
    pages = Paginator(found, ON_A_PAGE)
    context = {
        "filter": form, "page": pages.get_page(request.GET.get("page")), "number": pages.count, "today": today,
        "chosen": _chosen(form, wanted), "trail": trail(request),
    }  # fmt: skip
    return TemplateResponse(request, "tasking/tasks.html", context)


@only(READ_TASKING, post=BRING_TO_TASKING)
def task(request: HttpRequest, public_id: str) -> HttpResponse:
    """One task: what is asked, what was said of it, and the form of whoever does it."""
    found, today = task_of(request, public_id), timezone.localdate()
    form = TellForm(request.POST or None)

    def told() -> object:
        given = form.cleaned_data
        return tasking_tasks.tell_task(
            found, given["state"], given["text"], due=given["due"], on=today, sure=given["sure"],
            by=request.actor,  # type: ignore[attr-defined]
        )  # fmt: skip

    may_tell = found.state == TaskState.OPEN and tasking_tasks.may_tell(found, request.actor)  # type: ignore[attr-defined]
    return ask(
        request, form, told, "Thank you. The meeting sees it.", page_of(request, found), "tasking/task.html",
        task=found, updates=found.updates.all(), may_tell=may_tell, today=today,
        trail=[*trail(request), _tasks(request)],
        may_change=found.state == TaskState.OPEN and RUN_TASKING.allows(request.actor),  # type: ignore[attr-defined]
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Give a task at a meeting; `?decision=` says which decision asked for it."""
    found = meeting_of(request, key)
    form = _form(request, found, {"decision": request.GET.get("decision", "")})
    return ask(
        request, form,
        lambda: tasking_tasks.give_task(found, form.given(), sure=form.cleaned_data["sure"], by=request.actor),  # type: ignore[attr-defined]
        "The task is given.", f"{page_of(request, found)}#tasks", title="Give a task", caption=str(found),
        button="Give it", back=page_of(request, found), trail=trail(request, found),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what a task asks, of whom, or by when."""
    found = task_of(request, public_id)
    form = _form(request, found.meeting, TaskForm.values(found) | begun(found))

    def passed() -> object:
        given = form.cleaned_data
        return tasking_tasks.pass_on(
            found, form.given(), begun=given["begun"], sure=given["sure"], by=request.actor,  # type: ignore[attr-defined]
        )  # fmt: skip

    return ask(
        request, form, passed, "The task is changed.", page_of(request, found), title="Change the task",
        back=page_of(request, found), trail=[*trail(request), _tasks(request)],
    )  # fmt: skip


def _form(request: HttpRequest, meeting: TaskingMeeting, first: dict[str, Any]) -> TaskForm:
    actor = request.actor  # type: ignore[attr-defined]
    seats = reading.doers(actor, timezone.localdate())
    return TaskForm(agencies(actor), seats, meeting.decisions.all(), request.POST or None, initial=first)


def _tasks(request: HttpRequest) -> tuple[str, str]:
    return "Tasks", at(request, "tasking-tasks")


def _chosen(form: TasksFilter, wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """What is applied, each with the address without it."""
    held = {name: value for name, value in wanted.items() if value}
    found = []
    for name, value in held.items():
        rest = "&".join(f"{key}={held[key] if key != name else ''}" for key in ("agency", "state") if key in held)
        words = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
        found.append((f"{form[name].label}: {words}", f"?{rest}"))
    return found
