"""The site with one page more: a note that is typed, to try drafts, fresh sign-ins and limits on."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from commonground.partnership.rules import SEE_HOME, SIGNED_IN
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.fresh import fresh
from commonground.web.limits import limited
from commonground.web.urls import handler429
from commonground.web.urls import urlpatterns as pages

PAGE = """{% extends "page.html" %}{% block title %}Note{% endblock %}{% block heading %}Note{% endblock %}
{% block content %}{% include "drafts/kept.html" %}
<form method="post">{% csrf_token %}{{ form }}{% include "drafts/autosave.html" %}
<button>Save</button></form>{% endblock %}"""
saved: list[dict] = []


class Note(forms.Form):
    text = forms.CharField(widget=forms.Textarea)
    colours = forms.MultipleChoiceField(choices=[("red", "Red"), ("blue", "Blue")], required=False)
    password = forms.CharField(required=False)


@only(SEE_HOME, post=SEE_HOME)
@keeps_draft("A note", but=("password",))
def note(request):
    form = Note(request.POST or None, initial={"text": "as it was"} | typed(request))
    if form.is_valid():
        saved.append(form.cleaned_data)
        return redirect("home")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


@only(SIGNED_IN, post=SIGNED_IN)
@fresh
def risky(request):
    if request.method == "POST":
        saved.append(request.POST.dict())
        return redirect("home")
    return HttpResponse("a risky page")


@limited("export")
@only(SIGNED_IN)
def costly(request):
    return HttpResponse("costly")


urlpatterns = [
    path("partnerships/<slug:partnership>/note/", note, name="note"),
    path("risky/", risky, name="risky"),
    path("costly/", costly, name="costly"),
    *pages,
]
__all__ = ["handler429", "urlpatterns"]
