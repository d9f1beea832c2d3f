"""The registers: their list, and the entries, forms and figures of each, under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.registers import blank, entry, figures, list, start, writing

ENTRY = "registers/<slug:register>/entries/<slug:public_id>/"

urlpatterns = [
    path("registers/", start.start, name="registers"),
    path("registers/due/", start.due, name="register-due"),
    path("registers/<slug:register>/", list.one, name="register"),
    path("registers/<slug:register>/add/", writing.add, name="register-add"),
    path("registers/<slug:register>/blank/", blank.blank, name="register-blank"),
    path("registers/<slug:register>/figures/", figures.figures, name="register-figures"),
    path(ENTRY, entry.one, name="register-entry"),
    path(f"{ENTRY}edit/", writing.edit, name="register-entry-edit"),
    path(f"{ENTRY}withdraw/", writing.withdraw, name="register-entry-withdraw"),
    path(f"{ENTRY}links/", writing.links, name="register-entry-links"),
    path(f"{ENTRY}text/", entry.text, name="register-entry-text"),
    path(f"{ENTRY}history/", entry.history, name="register-entry-history"),
]
