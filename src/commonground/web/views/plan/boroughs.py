"""At a group’s table: its partnerships’ plans side by side, as far as each shares, and the actions it offers them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan import boroughs, reading
from commonground.plan.boroughs import Borough, Comparison
from commonground.plan.changes import sharing
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models.sharing import SHARED
from commonground.plan.rules import CHOOSE_SHARING, COMPARE_BOROUGHS, EDIT_PLAN, OFFER_ACTION, READ_PLAN
from commonground.plan.terms import ActionState, Tier
from commonground.web.door import only
from commonground.web.forms.once import OnceForm
from commonground.web.forms.sharing import ComparisonForm, SharingForm, ThemeForm
from commonground.web.views.plan.asking import ask, plan_of


@only(COMPARE_BOROUGHS)
def standards(request: HttpRequest) -> HttpResponse:
    """Every partnership by standard, or by option, of one theme or all."""
    found = boroughs.compared(_boroughs(request, "answers"), request.GET.get("template", ""))
    form = ComparisonForm(request.GET or None, found.templates, found.themes)
    asked = form.cleaned_data if form.is_valid() else {}
    tier = asked.get("tier") or Tier.MINIMUM
    shown = found.narrowed(asked.get("theme", ""), tier)
    rows = [(one, [(item, shown.word(one, item)) for item in shown.items]) for one in shown.boroughs]
    context = {"filter": form, "shown": shown, "rows": rows, "tier": Tier(tier).label, "words": boroughs.WORDS}
    return TemplateResponse(request, "plan/boroughs/standards.html", context)


@only(COMPARE_BOROUGHS)
def standard(request: HttpRequest, ref: str) -> HttpResponse:
    """One standard or option in every partnership, with what each says of it."""
    found = boroughs.compared(_boroughs(request, "answers"), request.GET.get("template", "")).narrowed(ref=ref)
    if not found.items:
        raise Http404
    [item] = found.items
    said = {one.partnership.pk: answer for one in found.boroughs for answer in one.answers() if answer["ref"] == ref}
    rows = [(one, found.word(one, item), said.get(one.partnership.pk, {})) for one in found.boroughs]
    context = {"item": item, "theme": dict(found.themes).get(item.theme), "rows": rows}
    return TemplateResponse(request, "plan/boroughs/standard.html", context)


@only(COMPARE_BOROUGHS)
def gaps(request: HttpRequest) -> HttpResponse:
    """What is not met, what is not answered, and what is not known since it is not shared."""
    found = _narrowed(request, boroughs.compared(_boroughs(request, "answers"), request.GET.get("template", "")))
    context = {
        "found": found,
        "gaps": boroughs.gaps(found),
        "themes": dict(found.themes),
        "filter": _form(request, found),
    }
    return TemplateResponse(request, "plan/boroughs/gaps.html", context)


@only(COMPARE_BOROUGHS)
def innovative(request: HttpRequest) -> HttpResponse:
    """Options that few others have, and actions that are in nobody’s template."""
    every = _boroughs(request, "answers", "actions")
    found = boroughs.compared(every, request.GET.get("template", ""))
    theme = request.GET.get("theme", "")
    titles = {key: title for one in every for key, title in _titles(one)}
    local = [one for one in boroughs.local_actions(every, titles) if theme in ("", one.action["theme"])]
    context = {
        "rare": boroughs.rare_options(found.narrowed(theme)), "found": found, "filter": _form(request, found),
        "local": [(one, titles.get(one.action["theme"], "")) for one in local],
        "quiet": [one for one in every if one.lacking("actions")],
    }  # fmt: skip
    return TemplateResponse(request, "plan/boroughs/innovative.html", context)


@only(COMPARE_BOROUGHS)
def shared(request: HttpRequest) -> HttpResponse:
    """The actions that the group offers, each with the rows of the partnerships that took it up."""
    offers = boroughs.offers_for(request.actor).filter(partnership=request.actor.partnership)
    every = _boroughs(request, "actions")
    offered = {one.action_id for one in offers}
    plan = reading.current_plan(request.actor)
    rest = reading.actions_for(request.actor).filter(plan=plan, state=ActionState.OPEN) if plan else []
    context = {
        "taken": boroughs.taken_up(offers, every), "form": OnceForm(),
        "may_offer": OFFER_ACTION.allows(request.actor), "rest": [one for one in rest if one.pk not in offered],
    }  # fmt: skip
    return TemplateResponse(request, "plan/boroughs/shared.html", context)


@only(post=OFFER_ACTION)
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer one of the group’s actions to its partnerships."""
    _group(request)
    action = get_object_or_404(reading.actions_for(request.actor), public_id=public_id)
    try:
        sharing.offer(action, by=request.actor)
        messages.success(request, f"Your partnerships can take up “{action.title}”.")
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("plan-boroughs-shared", request.actor.partnership.slug)


@only(post=OFFER_ACTION)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer it no more."""
    own = boroughs.offers_for(request.actor).filter(partnership=request.actor.partnership)
    sharing.withdraw_offer(get_object_or_404(own, public_id=public_id), by=request.actor)
    messages.success(request, "It is offered no more. Partnerships that took it up keep their own actions.")
    return redirect("plan-boroughs-shared", request.actor.partnership.slug)


@only(READ_PLAN)
def offered(request: HttpRequest) -> HttpResponse:
    """At a partnership’s table: the actions that its groups offer, and which of them the own plan has."""
    plan = reading.current_plan(request.actor)
    own = reading.actions_for(request.actor).filter(plan=plan).exclude(shared_from="") if plan else []
    held = {one.shared_from: one for one in own if one.state != ActionState.DROPPED}
    offers = boroughs.offers_for(request.actor).exclude(partnership=request.actor.partnership)
    context = {
        "rows": [(one, held.get(one.action.public_id)) for one in offers], "plan": plan,
        "may_edit": EDIT_PLAN.allows(request.actor),
    }  # fmt: skip
    return TemplateResponse(request, "plan/boroughs/offered.html", context)


@only(EDIT_PLAN, post=EDIT_PLAN)
def take_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put an offered action into the own plan."""
    plan, slug = plan_of(request), request.actor.partnership.slug
    offers = boroughs.offers_for(request.actor).exclude(partnership=request.actor.partnership)
    found = get_object_or_404(offers, public_id=public_id)
    form = ThemeForm(plan.version.themes.all(), request.POST or None, initial={"theme": found.theme_key})

    def act() -> str:
        made = sharing.take_up(found, plan, form.cleaned_data["theme"], by=request.actor)
        messages.success(request, f"{made.ref} is in your plan, as a developing action. Say who does it, and by when.")
        return reverse("plan-action", args=(slug, made.public_id))

    back = reverse("plan-offered", args=(slug,))
    return ask(
        request, form, act, title="Take up this shared action", caption=found.title, button="Take it up", back=back,
        trail=[("Offered to you", back)], lead=found.description,
    )  # fmt: skip


@only(READ_PLAN, post=CHOOSE_SHARING)
def choices(request: HttpRequest) -> HttpResponse:
    """What each group may compare: shown to those who read the plan, chosen by its owner."""
    plan, groups = plan_of(request), boroughs.groups_of(request.actor)
    held = {
        one.group.slug: one for one in boroughs.sharings_for(request.actor).filter(plan=plan).select_related("group")
    }
    form = SharingForm(groups, request.POST or None, initial={slug: sorted(one.fields) for slug, one in held.items()})
    request.showed(plan, shown="what is shared")

    def act() -> str:
        for group in groups:
            sharing.choose(plan, group, form.cleaned_data[group.slug], by=request.actor)
        messages.success(request, "Your choice counts from now on.")
        return reverse("plan-sharing", args=(request.actor.partnership.slug,))

    rows = [(group, [(name, name in (held[group.slug].fields if group.slug in held else ())) for name in SHARED])
            for group in groups]  # fmt: skip
    return ask(
        request, form, act, "plan/boroughs/choices.html", plan=plan, groups=groups, rows=rows,
        may_choose=CHOOSE_SHARING.allows(request.actor),
    )  # fmt: skip


def _group(request: HttpRequest) -> None:
    if not request.actor.partnership.is_group:
        raise Http404


def _boroughs(request: HttpRequest, *parts: str) -> list[Borough]:
    """The group’s partnerships with these parts of their plans; what is shown is written down by their names."""
    _group(request)
    found = boroughs.boroughs_for(request.actor, *parts)
    request.showed(f"comparison:{request.actor.partnership.slug}", concerns=[one.partnership for one in found])
    return found


def _form(request: HttpRequest, found: Comparison) -> ComparisonForm:
    form = ComparisonForm(request.GET or None, found.templates, found.themes)
    del form.fields["tier"]
    return form


def _narrowed(request: HttpRequest, found: Comparison) -> Comparison:
    return found.narrowed(request.GET.get("theme", ""))


def _titles(borough: Borough) -> list[tuple[str, Any]]:
    return [(theme["key"], theme["title"]) for theme in borough.part.get("themes", ())]
