"""The tasking meeting and the hot-spot patrols. Each address is under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
