"""Registers as files: bringing in, taking out. Each address is under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
