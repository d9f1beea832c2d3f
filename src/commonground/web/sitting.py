"""A sitting: it begins when someone signs in, and ends when they have been idle too long or have sat too long.

Also here: outside the demonstration nobody goes anywhere without a second step at sign-in; whoever has none yet can
reach only the pages to set one up.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format

from commonground.partnership.changes import drafts
from commonground.partnership.changes.seats import seats_of
from commonground.partnership.rule import Actor
from commonground.web.drafting import title_of, worth_keeping

BEGAN, SEEN = "sitting_began", "sitting_seen"
NOTED_EVERY = 60  # seconds: the session is not written at every request
STRONG = ("mfa", "socialaccount")  # single sign-on lets in nobody without a second step there
WITHOUT_SECOND_STEP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "openid_connect_callback",
        "openid_connect_login",
    }
)
SIGNED_OUT = "You are signed out. Leave this page open, sign in in another window, and save here then."


class Sittings:
    """End the sitting when its time is over; keep those without a second step at its door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            unheard = getattr(view, "autosaves", False) and request.headers.get("HX-Request") == "true"
            return HttpResponse(SIGNED_OUT) if unheard else None  # whose page stays, with what is typed in it
        if why := over(request, time.time()):
            return _end(request, view, kwargs, why)
        if not _asks_for_itself(request):
            _note(request, time.time())
        route = request.resolver_match.url_name if request.resolver_match else ""
        if route not in WITHOUT_SECOND_STEP and not took_second_step(request):
            return redirect("mfa_index")
        return None


def _asks_for_itself(request: HttpRequest) -> bool:
    """A page that shows how far a job is renews itself again and again: that does not show that anyone is there."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def over(request: HttpRequest, now: float) -> str:
    """Why the sitting has ended; nothing while it lasts."""
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
    if now - seen > settings.IDLE_LIMIT:
        return f"You were signed out because nothing was done for {settings.IDLE_LIMIT // 60} minutes."
    if now - began > settings.ABSOLUTE_LIMIT:
        return f"You were signed out because {settings.ABSOLUTE_LIMIT // 3600} hours have passed since you signed in."
    return ""


def took_second_step(request: HttpRequest) -> bool:
    """Whether more than a password was shown in this sitting. Invented people in a demonstration need not."""
    if settings.DEMONSTRATION and request.user.demonstration:  # type: ignore[union-attr]
        return True
    return any(one["method"] in STRONG for one in get_authentication_records(request, request.user))  # type: ignore[arg-type]


def _note(request: HttpRequest, now: float) -> None:
    """Someone is there. Written once a minute, with the list of sessions that the person can see."""
    request.session.setdefault(BEGAN, now)
    if now - request.session.get(SEEN, 0) >= NOTED_EVERY:
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)


def _end(request: HttpRequest, view: Any, kwargs: dict[str, Any], why: str) -> HttpResponse:
    if getattr(view, "autosaves", False):  # the page stays as it is; only a line in it changes
        kept = _keep(request, request.POST.get("draft_page", ""))
        return HttpResponse(_line(why, kept))
    kept = request.method == "POST" and _keep(request, request.path)
    onward = request.path if request.method == "POST" else request.get_full_path()
    logout(request)
    messages.info(request, f"{why} What you typed is kept: sign in to go on." if kept else why)
    answer = redirect_to_login(onward)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def old_form(request: HttpRequest) -> HttpResponse | None:
    """A form of this site from before its person signed in again, whose token is the old one: nothing of it is lost.

    It is not acted on, but kept as their draft, and they see it again. A form of another site says another origin.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not (ours and request.method == "POST" and request.user.is_authenticated and _keep(request, request.path)):
        return None
    messages.info(request, "You had signed in again since you opened this page. What you typed is here: save it now.")
    return redirect(request.path)


def _line(why: str, kept: bool) -> str:
    return f"{why} What you have typed so far is kept. Sign in again to go on." if kept else f"{why} Sign in again."


def _keep(request: HttpRequest, page: str) -> bool:
    """Keep what was posted to a form, as a draft of the person whose sitting it was."""
    try:
        found = resolve(page)
    except Resolver404:
        return False
    if not hasattr(found.func, "keeps_draft"):
        return False
    by = seat_at(request.user, found.kwargs.get("partnership"))
    fields = worth_keeping(request.POST, found.func)
    return by is not None and drafts.keep(page, title_of(found), fields, by=by) is not None


def seat_at(user: Any, slug: str | None) -> Actor | None:
    """The person as they act at this table; nobody where they have no seat any more."""
    if slug is None:
        return Actor(user=user)
    return next((Actor.of_seat(seat) for seat in seats_of(user) if seat.partnership.slug == slug), None)


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[BEGAN] = time.time()
    request.session.pop(SEEN, None)
    for draft in drafts.going_soon(Actor(user=user)):
        day = date_format(timezone.localtime(draft.expires_at), "j F")
        messages.warning(request, f"A draft of yours will be deleted on {day}: {draft.title}.")


@receiver(authenticator_added)
def _stepped(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting up a second step shows that one has it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def _stepped_back(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """With the last second step goes what it opened: the person sets up another before anything else."""
    if not Authenticator.objects.filter(user=user).exists():
        from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS

        request.session[RECORDS] = [one for one in request.session.get(RECORDS, []) if one["method"] != "mfa"]
