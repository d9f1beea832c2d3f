from django.db import migrations

from commonground.partnership.same_table import same_table

MEMBER, AGENCY, ROUND = "partnership_membership", "partnership_agency", "plan_reviewround"


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_the_quarterly_review")]
    operations = [
        same_table("plan_reviewround", "plan_id", "plan_plan"),
        same_table("plan_reviewround", "snapshot_id", "plan_snapshot"),
        *(same_table("plan_reviewround", f"{did}_by_id", MEMBER) for did in ("opened", "submitted", "decided", "closed")),
        same_table("plan_reviewrow", "round_id", ROUND),
        same_table("plan_reviewrow", "action_id", "plan_action"),
        same_table("plan_reviewrow", "owner_id", MEMBER),
        same_table("plan_reviewrow", "agency_id", AGENCY),
        same_table("plan_reviewrow", "submitted_by_id", MEMBER),
        same_table("plan_reviewrow", "corrects_id", "plan_reviewrow"),
        same_table("plan_challenge", "row_id", "plan_reviewrow"),
        *(same_table("plan_challenge", column, MEMBER) for column in ("by_id", "replied_by_id", "decided_by_id")),
        same_table("plan_reviewletter", "round_id", ROUND),
        same_table("plan_reviewletter", "to_id", MEMBER),
        same_table("plan_meeting", "recorded_by_id", MEMBER),
        same_table("plan_minuteditem", "meeting_id", "plan_meeting"),
    ]
