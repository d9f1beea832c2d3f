from django.db import migrations

from commonground.partnership.same_table import same_table


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_reports"), ("plan", "0002_same_table")]
    operations = [
        *(
            same_table("papers_report", f"{act}_by_id", "partnership_membership")
            for act in ("asked", "submitted", "approved", "withdrawn")
        ),
        same_table("papers_report", "snapshot_id", "plan_snapshot"),
        same_table("papers_report", "last_id", "plan_snapshot"),
        same_table("papers_reportpart", "report_id", "papers_report"),
        same_table("papers_reportpart", "written_by_id", "partnership_membership"),
        same_table("papers_reportcopy", "report_id", "papers_report"),
        same_table("papers_reportfile", "copy_id", "papers_reportcopy"),
        same_table("papers_reportfile", "template_id", "papers_wordtemplate"),
        same_table("papers_wordtemplate", "given_by_id", "partnership_membership"),
        same_table("papers_wordtemplate", "retired_by_id", "partnership_membership"),
    ]
