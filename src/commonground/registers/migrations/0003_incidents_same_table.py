from django.db import migrations

from commonground.partnership.same_table import same_table

MEMBER, AGENCY = "partnership_membership", "partnership_agency"
INCIDENT, STEP = "registers_incident", "registers_responsestep"


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_same_table")]

    operations = [
        same_table("registers_checklist", "made_by_id", MEMBER),
        same_table("registers_incident", "told_by_id", AGENCY),
        same_table("registers_incident", "lead_id", MEMBER),
        same_table("registers_incident", "speaks_id", AGENCY),
        same_table("registers_incident", "checklist_id", "registers_checklist"),
        same_table("registers_incident", "started_by_id", MEMBER),
        same_table("registers_incident", "closed_by_id", MEMBER),
        same_table("registers_involved", "incident_id", INCIDENT),
        same_table("registers_involved", "agency_id", AGENCY),
        same_table("registers_involved", "told_by_id", MEMBER),
        same_table("registers_responsestep", "incident_id", INCIDENT),
        same_table("registers_responsestep", "meeting_id", "registers_incidentmeeting"),
        same_table("registers_responsestep", "owner_id", MEMBER),
        same_table("registers_responsestep", "settled_by_id", MEMBER),
        same_table("registers_clockpause", "incident_id", INCIDENT),
        same_table("registers_clockpause", "step_id", STEP),
        same_table("registers_clockpause", "paused_by_id", MEMBER),
        same_table("registers_clockpause", "resumed_by_id", MEMBER),
        same_table("registers_incidentmeeting", "incident_id", INCIDENT),
        same_table("registers_incidentmeeting", "recorded_by_id", MEMBER),
        same_table("registers_incidentmessage", "incident_id", INCIDENT),
        same_table("registers_incidentmessage", "written_by_id", MEMBER),
        same_table("registers_incidentmessage", "approved_by_id", MEMBER),
        same_table("registers_incidentmessage", "sent_by_id", MEMBER),
        same_table("registers_incidentreferral", "incident_id", INCIDENT),
        same_table("registers_incidentreferral", "agency_id", AGENCY),
        same_table("registers_incidentreferral", "recorded_by_id", MEMBER),
        same_table("registers_incidentnotice", "incident_id", INCIDENT),
        same_table("registers_incidentnotice", "sent_by_id", MEMBER),
        same_table("registers_learningpoint", "incident_id", INCIDENT),
        same_table("registers_learningpoint", "owner_id", MEMBER),
        same_table("registers_learningpoint", "action_id", "plan_action"),
        same_table("registers_learningpoint", "added_by_id", MEMBER),
        same_table("registers_learningpoint", "closed_by_id", MEMBER),
        same_table("registers_incidentcorrection", "incident_id", INCIDENT),
        same_table("registers_incidentcorrection", "written_by_id", MEMBER),
        same_table("registers_incidentalert", "incident_id", INCIDENT),
        same_table("registers_incidentalert", "to_id", MEMBER),
        same_table("registers_incidentalert", "step_id", STEP),
    ]
