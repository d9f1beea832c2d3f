"""The reading room, as pages reach it."""

from commonground.partnership.reading_room import ReadingRoom, editions_on, evidence_for

__all__ = ["ReadingRoom", "editions_on", "evidence_for"]
