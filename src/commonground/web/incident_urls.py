"""The response to a serious incident. Each address is under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.incidents import checklist, closing, incident, start, steps, telling

ONE = "incidents/<slug:public_id>/"

urlpatterns = [
    path("incidents/", start.incidents, name="incidents"),
    path("incidents/start/", start.start, name="incident-start"),
    path("incidents/notices/<slug:public_id>/", start.notice, name="incident-notice"),
    path("incidents/checklist/", checklist.checklist, name="incident-checklist"),
    path("incidents/checklist/bring/", checklist.bring, name="incident-checklist-bring"),
    path("incidents/checklist/add/", checklist.step, name="incident-checklist-add"),
    path("incidents/checklist/files/<slug:name>/", checklist.file, name="incident-checklist-file"),
    path("incidents/checklist/steps/<slug:key>/", checklist.step, name="incident-checklist-step"),
    path("incidents/checklist/steps/<slug:key>/leave-out/", checklist.leave_out, name="incident-checklist-leave-out"),
    path(ONE, incident.incident, name="incident"),
    path(f"{ONE}timeline/", incident.in_order, name="incident-timeline"),
    path(f"{ONE}facts/", incident.facts, name="incident-facts"),
    path(f"{ONE}agencies/", incident.agencies, name="incident-agencies"),
    path(f"{ONE}pause/", incident.pause, name="incident-pause"),
    path(f"{ONE}resume/", incident.resume, name="incident-resume"),
    path(f"{ONE}steps/add/", steps.add, name="incident-step-add"),
    path(f"{ONE}steps/<slug:step>/", steps.step, name="incident-step"),
    path(f"{ONE}steps/<slug:step>/<slug:way>/", steps.go_on, name="incident-step-go-on"),
    path(f"{ONE}meetings/add/", telling.meeting, name="incident-meeting-add"),
    path(f"{ONE}messages/add/", telling.draft, name="incident-message-add"),
    path(f"{ONE}messages/<slug:message>/", telling.message, name="incident-message"),
    path(f"{ONE}messages/<slug:message>/<slug:way>/", telling.go_on, name="incident-message-go-on"),
    path(f"{ONE}referrals/add/", telling.refer, name="incident-refer"),
    path(f"{ONE}notices/send/", telling.notify, name="incident-notify"),
    path(f"{ONE}learning/add/", closing.learn, name="incident-learn"),
    path(f"{ONE}learning/<slug:point>/", closing.learned, name="incident-learned"),
    path(f"{ONE}report/", closing.report, name="incident-report"),
    path(f"{ONE}report/<slug:form>/", closing.file, name="incident-report-file"),
    path(f"{ONE}close/", closing.close, name="incident-close"),
    path(f"{ONE}corrections/add/", closing.correct, name="incident-correct"),
]
