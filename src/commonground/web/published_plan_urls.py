"""The addresses of published plans, for anyone. They stand before those of papers, whose addresses are more general."""

from django.urls import path

from commonground.web.views import published_plans as pages

urlpatterns = [
    path("published/plans/", pages.plans, name="published_plans"),
    path("published/plans/<slug:slug>/", pages.plan, name="published_plan"),
    path("published/plans/<slug:slug>/plan.json", pages.as_json, name="published_plan_json"),
    path("published/plans/<slug:slug>/feed/", pages.feed, name="published_plan_feed"),
    path("published/plans/<slug:slug>/comments/", pages.comments, name="published_plan_comments"),
    path("published/plans/<slug:slug>/comment/", pages.comment, name="published_plan_comment"),
]
