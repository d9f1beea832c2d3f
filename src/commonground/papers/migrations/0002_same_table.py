from django.db import migrations

from commonground.partnership.same_table import same_table


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_assessments_and_passages")]
    operations = [
        *(
            same_table("papers_assessment", f"{act}_by_id", "partnership_membership")
            for act in ("asked", "submitted", "approved", "withdrawn")
        ),
        same_table("papers_paperfile", "assessment_id", "papers_assessment"),
        same_table("papers_passage", "written_by_id", "partnership_membership"),
    ]
