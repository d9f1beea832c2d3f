"""Practice cards: the list, one of them, writing and sharing one, and taking an action from one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan import cards, reading
from commonground.plan.changes import practice
from commonground.plan.changes.possible import edition
from commonground.plan.changes.practice import CardValues
from commonground.plan.models import Plan, PracticeCard
from commonground.plan.rules import EDIT_PLAN, READ_PRACTICE, SHARE_PRACTICE, WRITE_PRACTICE
from commonground.plan.templates.approaches import what_is_known
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import OnceForm
from commonground.web.forms.outside import TakenOffForm
from commonground.web.forms.practice import AdoptForm, CardForm, CardsFilter
from commonground.web.fresh import fresh
from commonground.web.views.plan.asking import ask, plan_of

ON_A_PAGE = 20


@only(READ_PRACTICE)
def practice_cards(request: HttpRequest) -> HttpResponse:
    """The cards that can be read here, narrowed by words, cost, rating and author."""
    form = CardsFilter(request.GET or None, cards.authors(request.actor))
    asked = form.cleaned_data if form.is_valid() else {}
    found: Any = cards.cards_for(request.actor).exclude(state=PracticeCard.State.WITHDRAWN)
    found = found.saying(asked["words"]) if asked.get("words") else found
    found = found.filter(cost_band=asked["cost"]) if asked.get("cost") else found
    found = found.filter(partnership__slug=asked["of"]) if asked.get("of") else found
    found = cards.rated(found, asked["rating"]) if asked.get("rating") else found
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, what_is_known(one.approach) if one.approach else None) for one in page]
    context = {"filter": form, "page": page, "rows": rows, "may_write": WRITE_PRACTICE.allows(request.actor)}
    return TemplateResponse(request, "plan/practice/cards.html", context)


@only(READ_PRACTICE)
def card(request: HttpRequest, key: str) -> HttpResponse:
    """One card: all it says, who uses it, and what can be done with it."""
    found, actor = _found(request, key), request.actor
    own = found.partnership_id == actor.partnership.pk
    context = {
        "card": found, "known": what_is_known(found.approach) if found.approach else None, "own": own,
        "said_by": cards.said_by(found), "adoptions": cards.own_adoptions(actor, found), "form": OnceForm(),
        "may_write": own and WRITE_PRACTICE.allows(actor), "may_share": own and SHARE_PRACTICE.allows(actor),
        "may_adopt": EDIT_PLAN.allows(actor) and reading.current_plan(actor) is not None,
        "wrote_it": own and actor.user.pk in {found.written_by.user_id, found.edited_by.user_id},
    }  # fmt: skip
    return TemplateResponse(request, "plan/practice/card.html", context)


@only(WRITE_PRACTICE, post=WRITE_PRACTICE)
@keeps_draft("Practice card", but=("once",))
def write(request: HttpRequest) -> HttpResponse:
    """Begin a card."""
    plan = reading.current_plan(request.actor)
    form = CardForm(request.POST or None, refs=_refs(plan), initial=typed(request))

    def act() -> str:
        made = practice.write_card(request.actor.partnership, _values(form, plan), by=request.actor)
        return _done(request, made, "The card is kept as a draft. Somebody else shares it.")

    return ask(
        request, form, act, keeps=True, title="Write a practice card", back=_list(request), trail=_trail(request),
        lead="For other partnerships: what you tried, what it took, and what did not work. Name nobody.",
    )  # fmt: skip


@only(WRITE_PRACTICE, post=WRITE_PRACTICE)
@keeps_draft("Practice card", but=("once",))
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a draft."""
    found, plan = _own(request, key), reading.current_plan(request.actor)
    first = CardForm.values(found) | {"begun": edition(found)}
    refs = {*_refs(plan), *found.serves}
    form = CardForm(request.POST or None, refs=refs, initial=first | typed(request))

    def act() -> str:
        begun = form.cleaned_data["begun"] or None
        made = practice.edit_card(found, _values(form, plan), begun=begun, by=request.actor)
        return _done(request, made, "The card is saved.")

    return ask(
        request, form, act, keeps=True, title="Change the practice card", caption=found.title,
        back=_address(request, found), trail=_trail(request, found),
    )  # fmt: skip


@only(SHARE_PRACTICE, post=SHARE_PRACTICE)
@fresh
def share(request: HttpRequest, key: str) -> HttpResponse:
    """Share it with every partnership here."""
    return _decide(
        request, key, OnceForm, practice.share_card, "The card is shared.", title="Share the practice card",
        button="Share", lead="Every partnership on this site can then read it, and take an action from it with credit "
        "to yours. It does not change from then on. Look for names before you share it.",
    )  # fmt: skip


@only(SHARE_PRACTICE, post=SHARE_PRACTICE)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Share it no more."""
    return _decide(
        request, key, TakenOffForm, practice.withdraw_card, "The card is withdrawn.", button="Withdraw",
        title="Withdraw the practice card", warning=True,
        lead="Nobody else can read it then. Actions that were taken from it stay, with their credit.",
    )  # fmt: skip


@only(EDIT_PLAN, post=EDIT_PLAN)
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Take an action from the card into the own plan."""
    found, plan = _found(request, key), plan_of(request)
    themes = list(plan.version.themes.all())
    form = AdoptForm(themes, request.POST or None, initial={"theme": _theme(found, plan)})

    def act() -> str:
        given = form.cleaned_data
        made = practice.adopt(found, plan, given["theme"], named=given["named"], by=request.actor)
        messages.success(request, f"{made.ref} is in your plan, as a developing action that credits the card.")
        return reverse("plan-action", args=(request.actor.partnership.slug, made.public_id))

    return ask(
        request, form, act, title="Adopt into your plan", caption=found.title, button="Adopt",
        back=_address(request, found), trail=_trail(request, found),
    )  # fmt: skip


@only(post=EDIT_PLAN)
def name(request: HttpRequest, key: str) -> HttpResponse:
    """Choose whether the card says that the own partnership uses it."""
    found = _found(request, key)
    for one in cards.own_adoptions(request.actor, found):
        practice.name_adoption(one, request.POST.get("named") == "yes", by=request.actor)
    messages.success(request, "Your choice counts from now on.")
    return redirect(_address(request, found))


@only(READ_PRACTICE)
def file(request: HttpRequest, key: str) -> HttpResponse:
    """A shared card as JSON."""
    found = _found(request, key)
    if found.state != PracticeCard.State.SHARED:
        raise Http404
    response = HttpResponse(cards.to_json(found), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="practice-card-{found.public_id}.json"'
    return response


def _decide(
    request: HttpRequest, key: str, form_class: type[OnceForm], change: Callable[..., Any], said: str, **words: Any
) -> HttpResponse:
    """Ask, then do it once."""
    found, form = _own(request, key), form_class(request.POST or None)

    def act() -> str:
        given = [form.cleaned_data["why"]] if "why" in form.cleaned_data else []
        return _done(request, change(found, *given, by=request.actor), said)

    return ask(
        request, form, act, caption=found.title, back=_address(request, found), trail=_trail(request, found), **words
    )


def _found(request: HttpRequest, key: str) -> PracticeCard:
    """The card, if this person may read it."""
    rows = cards.cards_for(request.actor).select_related(
        "partnership", "written_by__user", "edited_by", "shared_by__user"
    )
    found = get_object_or_404(rows, public_id=key)
    request.showed(found)
    return found


def _own(request: HttpRequest, key: str) -> PracticeCard:
    found = _found(request, key)
    if found.partnership_id != request.actor.partnership.pk:
        raise Http404
    return found


def _values(form: CardForm, plan: Plan | None) -> CardValues:
    given = {key: value for key, value in form.cleaned_data.items() if key not in ("once", "begun")}
    return CardValues(**given, template=plan.version.key if plan and given["serves"] else "")


def _refs(plan: Plan | None) -> list[str]:
    return [item.ref for item in plan.version.items.all()] if plan else []


def _theme(found: PracticeCard, plan: Plan) -> str:
    """The theme of the first standard or option that the card can serve, where the plan has the same template."""
    if plan.version.key != found.template:
        return ""
    item = plan.version.items.filter(ref__in=found.serves).select_related("theme").first()
    return item.theme.key if item else ""


def _address(request: HttpRequest, found: PracticeCard) -> str:
    return reverse("practice-card", args=(request.actor.partnership.slug, found.public_id))


def _list(request: HttpRequest) -> str:
    return reverse("practice", args=(request.actor.partnership.slug,))


def _trail(request: HttpRequest, found: PracticeCard | None = None) -> list[tuple[str, str]]:
    first = [("Practice", _list(request))]
    return [*first, (found.title, _address(request, found))] if found else first


def _done(request: HttpRequest, found: PracticeCard, said: str) -> str:
    messages.success(request, said)
    return _address(request, found)
