"""A theme of the plan, its texts, and how the partnership stands to each standard and option in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan import reading
from commonground.plan.changes import answers
from commonground.plan.changes.possible import edition
from commonground.plan.glance import OPTIONS, STANDARDS, tallied
from commonground.plan.logic_model import logic_model
from commonground.plan.models import Answer, ThemeText
from commonground.plan.rules import EDIT_PLAN, READ_PLAN
from commonground.plan.templates.approaches import what_is_known
from commonground.plan.terms import Prevention
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.plan import AnswerForm, ThemeForm
from commonground.web.views.plan.asking import answer_of, ask, may_edit, plan_of
from commonground.web.views.plan.counts import counts_of
from commonground.web.views.plan.evidence import TITLES


@only(READ_PLAN)
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Each standard with its answer and the actions that serve it; the options; the commentary; the logic model."""
    shown = _theme(request, theme)
    chosen = [one for one in shown.options if one.row.standing]
    context = {
        "plan": shown.text.plan,
        "shown": shown,
        "chosen": chosen,
        "unchosen": [one for one in shown.options if not one.row.standing],
        "standards": tallied((one.row.standing for one in shown.standards), STANDARDS),
        "options": tallied((one.row.standing for one in shown.options), OPTIONS),
        "model": logic_model(shown),
        "may_edit": may_edit(request),
    }
    return TemplateResponse(request, "plan/theme.html", context)


@only(EDIT_PLAN, post=EDIT_PLAN)
@keeps_draft(lambda theme: f"Commentary on {theme.replace('-', ' ')}", but=("once",))
def write(request: HttpRequest, theme: str) -> HttpResponse:
    """Write the local commentary, and what the public page says of the theme."""
    text = _text(request, theme)
    first = ThemeForm.values(text) | {"begun": edition(text)} | typed(request)
    form, there = ThemeForm(request.POST or None, initial=first), _address(request, theme)

    def act() -> str:
        given = form.cleaned_data
        answers.write_theme(
            text.plan, text.theme, given["commentary"], given["plain_summary"], begun=given["begun"], by=request.actor
        )
        messages.success(request, f"The commentary on “{text.theme.title}” is saved.")
        return there

    return ask(
        request, form, act, title="Local commentary", caption=text.theme.title, keeps=True, back=there,
        trail=[(text.theme.title, there)],
    )  # fmt: skip


@only(READ_PLAN, post=EDIT_PLAN)
@keeps_draft("An answer in the plan", but=("once",))
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """One standard or option: what the template says of it, how the partnership stands to it, what that rests on."""
    found = answer_of(request, public_id)
    first = AnswerForm.values(found) | {"begun": edition(found)} | typed(request)
    form, there = AnswerForm(found, request.POST or None, initial=first), _address(request, found.item.theme.key)

    def act() -> str:
        given = form.cleaned_data
        words = (given["standing"], given["reason"], given["narrative"])
        answers.answer(found, *words, begun=given["begun"], by=request.actor)
        messages.success(request, f"The answer to {found.item.ref} is saved.")
        return f"{there}#{found.item.ref}"

    return ask(request, form, act, "plan/answer.html", **_about(request, found), may_edit=may_edit(request), back=there)


def _about(request: HttpRequest, found: Answer) -> dict[str, Any]:
    """What stands beside the form: the item as its template has it, the evidence and the actions that serve it."""
    item, today = found.item, timezone.localdate()
    known = what_is_known(item.approach) if item.approach else None
    return {
        "answer": found,
        "item": item.details,
        "prevention": Prevention(item.prevention).label if item.prevention else "",
        "known": known,
        "look_again": known is not None and known.is_due(today),
        "evidence": reading.aged(found.evidence.all(), today),
        "counts": counts_of(found.evidence.all(), request.actor, today),
        "serving": [one.action for one in found.served_by.select_related("action__theme")],
        "trail": [(item.theme.title, reverse("plan-theme", args=(found.partnership.slug, item.theme.key)))],
        "attachable": TITLES.items(),
    }


def _theme(request: HttpRequest, key: str) -> Any:
    plan = plan_of(request)
    shown = next((one for one in reading.themes_shown(plan, timezone.localdate()) if one.theme.key == key), None)
    if shown is None:
        raise Http404
    request.showed(plan, shown=f"theme {key}")  # type: ignore[attr-defined]
    return shown


def _text(request: HttpRequest, key: str) -> ThemeText:
    plan = plan_of(request)
    found = plan.theme_texts.filter(theme__version=plan.version_id, theme__key=key)
    text = found.select_related("theme", "plan", "edited_by__user").first()
    if text is None:
        raise Http404
    request.showed(plan, shown=f"theme {key}")  # type: ignore[attr-defined]
    return text  # type: ignore[no-any-return]


def _address(request: HttpRequest, key: str) -> str:
    return reverse("plan-theme", args=(request.actor.partnership.slug, key))  # type: ignore[attr-defined]


