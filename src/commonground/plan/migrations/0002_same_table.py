from django.db import migrations

from commonground.partnership.same_table import same_table

MEMBER, AGENCY = "partnership_membership", "partnership_agency"


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_the_plan")]
    operations = [
        same_table("plan_themetext", "plan_id", "plan_plan"),
        same_table("plan_themetext", "edited_by_id", MEMBER),
        same_table("plan_answer", "plan_id", "plan_plan"),
        same_table("plan_answer", "carried_from_id", "plan_answer"),
        same_table("plan_answer", "answered_by_id", MEMBER),
        same_table("plan_action", "plan_id", "plan_plan"),
        same_table("plan_action", "owner_id", MEMBER),
        same_table("plan_action", "agency_id", AGENCY),
        same_table("plan_task", "action_id", "plan_action"),
        same_table("plan_expectation", "action_id", "plan_action"),
        same_table("plan_serves", "action_id", "plan_action"),
        same_table("plan_serves", "answer_id", "plan_answer"),
        same_table("plan_dependency", "action_id", "plan_action"),
        same_table("plan_dependency", "on_id", "plan_action"),
        same_table("plan_contribution", "action_id", "plan_action"),
        same_table("plan_contribution", "agency_id", AGENCY),
        same_table("plan_evidence", "answer_id", "plan_answer"),
        same_table("plan_evidence", "action_id", "plan_action"),
        same_table("plan_evidence", "added_by_id", MEMBER),
        same_table("plan_snapshot", "plan_id", "plan_plan"),
        same_table("plan_snapshot", "made_by_id", MEMBER),
    ]
