"""What freezes a meeting whose minutes are approved."""

import pgtrigger

from commonground.partnership.freezing import Frozen

MEETING = Frozen("registers_taskingmeeting", "approved", "a meeting whose minutes are approved")


def frozen_with_its_meeting() -> tuple[pgtrigger.Trigger, ...]:
    """What belongs to a meeting never changes once its minutes are approved."""
    return MEETING.with_it("frozen_with_its_meeting", "{row}.meeting_id"), MEETING.never_emptied()
