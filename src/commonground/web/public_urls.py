"""The addresses that anyone may open: what is published, and help."""

from django.urls import include, path

from commonground.web.views import help as pages
from commonground.web.views import published, published_reports, published_scrutiny

urlpatterns = [
    path("", include("commonground.web.published_plan_urls")),
    path("", include("commonground.web.public_register_urls")),
    path("published/", published.published, name="published"),
    path("published/scrutiny/", published_scrutiny.reports, name="published_scrutiny"),
    path(
        "published/<slug:slug>/scrutiny/<slug:public_id>/",
        published_scrutiny.report,
        name="published_scrutiny_report",
    ),
    path("published/<slug:slug>/feed/", published.feed, name="feed"),
    path("published/<slug:slug>/reports/<slug:public_id>/", published_reports.report, name="published_report"),
    path(
        "published/<slug:slug>/reports/<slug:public_id>/files/<slug:form>/",
        published_reports.file,
        name="published_report_file",
    ),
    path(
        "published/<slug:slug>/reports/<slug:public_id>/<slug:chapter>/",
        published_reports.chapter,
        name="published_report_chapter",
    ),
    path("published/<slug:slug>/<slug:public_id>/", published.paper, name="paper"),
    path("published/<slug:slug>/<slug:public_id>/files/<slug:form>/", published.file, name="paper_file"),
    path("published/<slug:slug>/<slug:public_id>/<slug:key>/", published.section, name="paper_section"),
    path("help/", pages.index, name="help"),
    path("help/figures/", pages.page, {"name": "figures"}, name="figures"),
    path("help/signing-in/", pages.page, {"name": "signing_in"}, name="signing_in"),
    path("help/privacy/", pages.page, {"name": "privacy"}, name="privacy"),
    path("help/accessibility/", pages.page, {"name": "accessibility"}, name="accessibility"),
    path("help/glossary/", pages.glossary, name="glossary"),
]
