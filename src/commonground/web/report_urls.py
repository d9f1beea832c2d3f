"""The addresses of reports to committees and boards, and of the council’s Word templates for them."""

from django.urls import path

from commonground.web.views import report_approval, report_parts, report_templates, reports

urlpatterns = [
    path("reports/", reports.index, name="reports"),
    path("reports/new/", reports.choose, name="report-choose"),
    path("reports/new/<slug:kind>/", reports.new, name="report-new"),
    path("reports/word-templates/", report_templates.templates, name="report-templates"),
    path("reports/word-templates/example/", report_templates.example, name="report-template-example"),
    path("reports/word-templates/<slug:key>/retire/", report_templates.retire, name="report-template-retire"),
    path("reports/<slug:key>/", reports.report, name="report"),
    path("reports/<slug:key>/again/", report_approval.again, name="report-again"),
    path("reports/<slug:key>/front/", reports.front, name="report-front"),
    path("reports/<slug:key>/print/", report_approval.print_draft, name="report-print"),
    path("reports/<slug:key>/submit/", report_approval.submit, name="report-submit"),
    path("reports/<slug:key>/send-back/", report_approval.send_back, name="report-send-back"),
    path("reports/<slug:key>/publish/", report_approval.publish, name="report-publish"),
    path("reports/<slug:key>/unpublish/", report_approval.unpublish, name="report-unpublish"),
    path("reports/<slug:key>/parts/<slug:part>/", report_parts.part, name="report-part"),
    path("reports/<slug:key>/parts/<slug:part>/versions/", report_parts.versions, name="report-part-versions"),
    path("reports/<slug:key>/copies/<slug:copy>/<slug:form>/", reports.file, name="report-file"),
    path("reports/<slug:key>/<slug:chapter>/", reports.chapter, name="report-chapter"),
]
