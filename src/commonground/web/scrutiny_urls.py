"""Scrutiny of stop and search. Each address is under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.scrutiny import records, reports, sessions, start

SESSION, RECORD, REPORT = "scrutiny/sessions/<slug:public_id>/", "scrutiny/records/<slug:public_id>/", "scrutiny/reports/<slug:public_id>/"  # noqa: E501

urlpatterns = [
    path("scrutiny/", start.start, name="scrutiny"),
    path("scrutiny/searches/", start.searches, name="scrutiny-searches"),
    path("scrutiny/section-60/", start.section_60, name="scrutiny-section-60"),
    path("scrutiny/plan/", sessions.plan, name="scrutiny-plan"),
    path(SESSION, sessions.session, name="scrutiny-session"),
    path(f"{SESSION}list/", sessions.give_list, name="scrutiny-list"),
    path(f"{SESSION}list.csv", sessions.list_file, name="scrutiny-list-file"),
    path(f"{SESSION}draw/", sessions.draw, name="scrutiny-draw"),
    path(f"{SESSION}check/", sessions.check, name="scrutiny-check"),
    path(f"{SESSION}close/", sessions.close, name="scrutiny-close"),
    path(f"{SESSION}feedback/", sessions.feedback, name="scrutiny-feedback"),
    path(f"{SESSION}reply/", sessions.reply, name="scrutiny-reply"),
    path(f"{SESSION}report/", reports.report, name="scrutiny-report"),
    path(f"{SESSION}report/<slug:form>/", reports.report_file, name="scrutiny-report-file"),
    path(f"{SESSION}publish/", reports.ask_public, name="scrutiny-ask-public"),
    path(RECORD, records.record, name="scrutiny-record"),
    path(f"{RECORD}grade/", records.grade, name="scrutiny-grade"),
    path(f"{RECORD}not-shown/", records.not_shown, name="scrutiny-not-shown"),
    path(f"{RECORD}escalate/", records.escalate, name="scrutiny-escalate"),
    path(f"{RECORD}outcome/", records.conclude, name="scrutiny-outcome"),
    path(REPORT, reports.public, name="scrutiny-public"),
    path(f"{REPORT}publish/", reports.publish, name="scrutiny-publish"),
    path(f"{REPORT}send-back/", reports.send_back, name="scrutiny-send-back"),
    path(f"{REPORT}take-off/", reports.take_off, name="scrutiny-take-off"),
]
