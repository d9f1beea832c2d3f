"""The registers: their list, and the entries, forms and figures of each, under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
