"""What the database holds of the registers: the spine, its links and files, and the columns of each register."""

from importlib import import_module

from commonground import catalogue
from commonground.registers.models.attachment import Attachment
from commonground.registers.models.bringing import Bringing
from commonground.registers.models.calendar_feed import CalendarFeed
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.incident import (
    Checklist,
    ClockPause,
    Incident,
    Involved,
    ResponseStep,
)
from commonground.registers.models.incident_log import (
    IncidentAlert,
    IncidentCorrection,
    IncidentMeeting,
    IncidentMessage,
    IncidentNotice,
    IncidentReferral,
    LearningPoint,
    ReceivedNotice,
)
from commonground.registers.models.last_look import LastLook
from commonground.registers.models.link import Link
from commonground.registers.models.public_report import PublicReport
from commonground.registers.models.scrutiny import DrawnRecord, ListedRecord, PanelSession, SessionReport
from commonground.registers.models.shown import PublicPages
from commonground.registers.models.tasking import (
    TaskingAttendance,
    TaskingCorrection,
    TaskingDecision,
    TaskingItem,
    TaskingMeeting,
)
from commonground.registers.models.tasking_briefing import TaskingBriefing, TaskingFile
from commonground.registers.models.tasking_tasks import TaskingLetter, TaskingTask, TaskingUpdate

for _key in catalogue.keys("commonground.registers.kinds"):  # Django finds the columns of every register here
    import_module(f"commonground.registers.kinds.{_key}")

__all__ = [
    "Attachment",
    "Bringing",
    "CalendarFeed",
    "Checklist",
    "ClockPause",
    "Details",
    "DrawnRecord",
    "Entry",
    "Incident",
    "IncidentAlert",
    "IncidentCorrection",
    "IncidentMeeting",
    "IncidentMessage",
    "IncidentNotice",
    "IncidentReferral",
    "Involved",
    "LastLook",
    "LearningPoint",
    "Link",
    "ListedRecord",
    "PanelSession",
    "PublicPages",
    "PublicReport",
    "ReceivedNotice",
    "ResponseStep",
    "SessionReport",
    "TaskingAttendance",
    "TaskingBriefing",
    "TaskingCorrection",
    "TaskingDecision",
    "TaskingFile",
    "TaskingItem",
    "TaskingLetter",
    "TaskingMeeting",
    "TaskingTask",
    "TaskingUpdate",
]
