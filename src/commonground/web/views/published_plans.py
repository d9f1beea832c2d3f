"""Published plans, for anyone: the list, a plan, its JSON, a feed, what the public said, and a form to say more."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.partnership.rules import ANYONE
from commonground.plan.changes import comments as changes
from commonground.plan.changes.possible import NotPossible
from commonground.plan.public import Published, by_theme, counted, plan_of, published_plans
from commonground.plan.public_form import MEANS, How, PublicPlan
from commonground.plan.terms import Standing
from commonground.web.door import only
from commonground.web.forms.publishing import CommentForm
from commonground.web.limits import limited

FIRST, EACH = 5, 20  # comments under the plan, and on a page of their own


@only(ANYONE)
def plans(request: HttpRequest) -> HttpResponse:
    """Every published plan, by partnership."""
    return _kept(TemplateResponse(request, "published/plans.html", {"plans": published_plans()}))


@only(ANYONE)
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan, from its summary to what may be concluded from it."""
    found = _found(slug)
    shown, comments = found.plan, found.comments
    context = {
        "plan": shown, "themes": by_theme(shown), "counts": counted(shown), "meanings": meanings(shown),
        "comments": comments[:FIRST], "comments_in_all": comments.count(),
    }  # fmt: skip
    return _kept(_page(request, "published/plan.html", found, **context))


@only(ANYONE)
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for programs, as its published schema describes it."""
    words = _found(slug).plan.model_dump_json(indent=1)
    return _kept(HttpResponse(words + "\n", content_type="application/json"))


@only(ANYONE)
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """An Atom feed: the plan as it is published, and the comments that are shown."""
    found = _found(slug)
    context = {"comments": found.comments[:EACH], "updated": found.changed_at()}
    response = _page(request, "published/plan_feed.xml", found, **context)
    response.headers["Content-Type"] = "application/atom+xml"
    return _kept(response)


@only(ANYONE)
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Every comment that is shown, the newest first."""
    found = _found(slug)
    page = Paginator(found.comments, EACH).get_page(request.GET.get("page"))
    return _kept(_page(request, "published/plan_comments.html", found, page=page))


@limited("comment", posts=True)
@only(ANYONE, post=ANYONE)
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what one thinks of the plan. It is read before it is shown; who said it is not asked."""
    found = _found(slug)
    form = CommentForm(request.POST or None)
    if form.is_valid():
        try:
            if not found.takes_comments():
                raise NotPossible("Many comments wait to be read. Try again in a few days: nothing was kept.")
            given = form.cleaned_data
            changes.comment(found.publication, given["text"], given["name"], by=request.actor)
            return redirect(f"{reverse('published_plan_comment', args=(slug,))}?sent=1")
        except NotPossible as no:
            form.add_error(None, str(no))
    return _page(request, "published/plan_comment.html", found, form=form, sent="sent" in request.GET)


def meanings(shown: PublicPlan) -> list[tuple[str, str]]:
    """The words that the plan uses, each with what it means."""
    used = {one.how for one in shown.actions} | {one.standing for one in shown.answers}
    return [(word.label, MEANS[word]) for words in (How, Standing) for word in words if word in used]


def _found(slug: str) -> Published:
    """The published plan of this partnership. One that is asked for or withdrawn is as if it never was."""
    found = plan_of(slug)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, found: Published, **more: Any) -> HttpResponse:
    table = found.partnership
    context = {"published": found, "table": table, "invented": table.demonstration}
    return TemplateResponse(request, template, context | more)


def _kept(response: HttpResponse) -> HttpResponse:
    """A browser may keep it for a minute: what is withdrawn is gone soon."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
