"""Map, calendar and files of registers, and what the public sees of them, under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
