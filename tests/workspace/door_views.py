"""Pages that exist only to try the door: the real addresses, and a few more."""

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import path

from commonground.partnership.changes import setting_up
from commonground.partnership.rules import INVITE, READ_LOG, SEE_HOME, SET_UP
from commonground.web import urls
from commonground.web.door import only

CANARY = "canary in the page"
opened: list[io.BytesIO] = []


def bare(request: HttpRequest, partnership: str) -> HttpResponse:
    return HttpResponse(CANARY)


@only(SEE_HOME, post=SET_UP)
def form(request: HttpRequest) -> HttpResponse:
    request.showed("form", concerns=["record:one", "record:two"], note="shown")
    return HttpResponse(CANARY)


@only(post=INVITE)
def act(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CANARY)


@only(READ_LOG)
def secret(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CANARY)


@only(SEE_HOME)
def file(request: HttpRequest) -> HttpResponse:
    opened.append(io.BytesIO(CANARY.encode()))
    return FileResponse(opened[-1])


@only(SEE_HOME, post=SEE_HOME)
def changes_and_then(request: HttpRequest) -> HttpResponse:
    ours = request.actor.partnership
    setting_up.settle(ours, by=request.actor, name="Changed", colour=ours.colour)
    raise {"missing": Http404, "denied": PermissionDenied("Another person has to decide this.")}[request.GET["and"]]


urlpatterns = [
    *urls.urlpatterns,
    path("partnerships/<slug:partnership>/try/bare/", bare),
    path("partnerships/<slug:partnership>/try/form/", form),
    path("partnerships/<slug:partnership>/try/act/", act),
    path("partnerships/<slug:partnership>/try/secret/", secret),
    path("partnerships/<slug:partnership>/try/file/", file),
    path("partnerships/<slug:partnership>/try/changes/", changes_and_then),
]
