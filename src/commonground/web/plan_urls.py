"""The addresses of a partnership’s plan and of what belongs to it, each under /partnerships/<partnership>/.

The plan’s own menu (``navigation.PLAN``) leads to the routes named ``plan``, ``plan-actions``, ``plan-reviews``,
``practice``, ``plan-sharing``, ``plan-boroughs``, ``plan-import``, ``plan-export`` and ``plan-publish``; one that is
not here is left out of it.
"""

from django.urls import path

from commonground.web.views.plan import glance

urlpatterns = [
    path("plan/", glance.glance, name="plan"),
]
