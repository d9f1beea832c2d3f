"""The tasking meeting and the hot-spot patrols. Each address is under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.tasking import agenda, briefing, decisions, meetings, minutes, patrols, start, tasks

urlpatterns = [
    path("tasking/", start.start, name="tasking"),
    path("tasking/meetings/", meetings.meetings, name="tasking-meetings"),
    path("tasking/meetings/plan/", meetings.plan, name="tasking-plan"),
    path("tasking/meetings/<slug:key>/", meetings.meeting, name="tasking-meeting"),
    path("tasking/meetings/<slug:key>/change/", meetings.change, name="tasking-change"),
    path("tasking/meetings/<slug:key>/held/", meetings.hold, name="tasking-hold"),
    path("tasking/meetings/<slug:key>/bring/", agenda.bring, name="tasking-bring"),
    path("tasking/meetings/<slug:key>/decide/", decisions.decide, name="tasking-decide"),
    path("tasking/meetings/<slug:key>/task/", tasks.add, name="tasking-task-add"),
    path("tasking/meetings/<slug:key>/briefing/", briefing.briefing, name="tasking-briefing"),
    path("tasking/meetings/<slug:key>/briefing/build/", briefing.build, name="tasking-briefing-build"),
    path("tasking/meetings/<slug:key>/briefing/<slug:form>/", briefing.file, name="tasking-briefing-file"),
    path("tasking/meetings/<slug:key>/minutes/", minutes.minutes, name="tasking-minutes"),
    path("tasking/meetings/<slug:key>/minutes/approve/", minutes.approve, name="tasking-approve"),
    path("tasking/meetings/<slug:key>/minutes/correct/", minutes.correct, name="tasking-correct"),
    path("tasking/meetings/<slug:key>/minutes/<slug:form>/", minutes.file, name="tasking-minutes-file"),
    path("tasking/items/<slug:public_id>/", agenda.minute, name="tasking-item"),
    path("tasking/decisions/", decisions.decisions, name="tasking-decisions"),
    path("tasking/decisions/<slug:public_id>/", decisions.decision, name="tasking-decision"),
    path("tasking/decisions/<slug:public_id>/change/", decisions.change, name="tasking-decision-change"),
    path("tasking/decisions/<slug:public_id>/entries/", decisions.entries, name="tasking-decision-entries"),
    path("tasking/tasks/", tasks.tasks, name="tasking-tasks"),
    path("tasking/tasks/<slug:public_id>/", tasks.task, name="tasking-task"),
    path("tasking/tasks/<slug:public_id>/change/", tasks.change, name="tasking-task-change"),
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols/<slug:public_id>/", patrols.place, name="patrol-place"),
    path("patrols/<slug:public_id>/recorded/", patrols.recorded, name="patrol-recorded"),
]
