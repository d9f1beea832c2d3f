"""When something went wrong: a plain page with a reference, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from commonground.web.journal import number_of
from commonground.web.sitting import old_form


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own faults. It asks the database nothing, since that may be what is at fault."""
    return HttpResponse(render_to_string("500.html", {"reference": number_of(request)}), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what no browser sends; what was sent is not shown again."""
    return HttpResponse(render_to_string("400.html", {"reference": number_of(request)}), status=400)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing, old or another’s; what was typed into an old one comes back."""
    if again := old_form(request):
        return again
    return HttpResponse(render_to_string("no_token.html", {"reference": number_of(request)}), status=403)
