"""Scrutiny of stop and search. Each address is under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
