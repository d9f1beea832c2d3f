"""One's own account, beside what the library shows of it; single sign-on; and the door of a demonstration."""

from allauth.account.views import PasswordChangeView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from requests import RequestException

from commonground.partnership.changes import sessions
from commonground.partnership.changes.invented import invented_people, invented_person
from commonground.partnership.rules import ANYONE, SIGNED_IN
from commonground.web.door import only
from commonground.web.limits import limited

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@only(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Where one's sign-in is looked after."""
    return TemplateResponse(request, "account/index.html", {})


@only(post=SIGNED_IN)
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's other sessions."""
    if not sessions.end_one(request.POST.get("session", ""), by=request.actor):  # type: ignore[attr-defined]
        raise Http404
    messages.success(request, "That session has ended.")
    return redirect("usersessions_list")


@only(SIGNED_IN, post=SIGNED_IN)
def change_password(request: HttpRequest) -> HttpResponse:
    """For those who have one: people who come by single sign-on do not."""
    if not request.user.has_usable_password():
        raise Http404
    return PasswordChangeView.as_view()(request)  # type: ignore[no-any-return]


@only(ANYONE, post=ANYONE)
def sign_in_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the identity server of another organisation; if it does not answer, passwords still work."""
    try:
        return openid.login(request, provider_id)  # type: ignore[no-any-return]
    except RequestException:
        return TemplateResponse(request, "socialaccount/silent.html", {}, status=503)


@only(SIGNED_IN)
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Before a risky act, for someone whose identity server is their only way in."""
    bound = request.user.socialaccount_set.first()
    if bound is None:
        raise Http404
    provider = get_adapter().get_provider(request, bound.provider)
    onward = _onward(request)
    address = provider.get_login_url(request, process="redirect", auth_params="prompt=login", next=onward)
    return TemplateResponse(request, "socialaccount/again.html", {"provider": provider, "address": address})


def _onward(request: HttpRequest) -> str:
    onward = request.GET.get("next", "")
    return onward if url_has_allowed_host_and_scheme(onward, None) else "/"


@limited("demonstration")
@only(ANYONE, post=ANYONE)
def demonstration(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person. Exists in a demonstration alone, and for invented people alone."""
    if not settings.DEMONSTRATION:
        raise Http404
    if request.method != "POST":
        return TemplateResponse(request, "account/demonstration.html", {"tables": invented_people()})
    person = invented_person(request.POST.get("person", ""))
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("home")
