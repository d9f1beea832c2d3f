"""The response to a serious incident. Each address is under /partnerships/<partnership>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
