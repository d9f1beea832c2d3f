"""What a file with a plan holds: its tables; or, of one that an export of ours wrote, the plan itself."""

from commonground.partnership.spreadsheets import tables
from commonground.plan.written import WrittenPlan


class Tables(tables.Tables):
    """A file that was sent in. One that an export of ours wrote holds a whole plan, too."""

    plan: WrittenPlan | None = None
