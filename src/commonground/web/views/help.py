"""Help, for anyone: how to read the figures, how to sign in, what is recorded, how accessible it is, the words."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.evidence.measure import measures
from commonground.partnership.roles import ROLES
from commonground.partnership.rules import ANYONE
from commonground.web.door import only


@only(ANYONE)
def index(request: HttpRequest) -> HttpResponse:
    """Where all help begins."""
    return TemplateResponse(request, "help/index.html", {})


@only(ANYONE)
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of help."""
    return TemplateResponse(request, f"help/{name}.html", {})


@only(ANYONE)
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field as this site uses them; measures and roles as they are declared."""
    return TemplateResponse(request, "help/glossary.html", {"measures": measures().values(), "roles": ROLES.values()})
