"""What the database holds of the registers: the spine, its links and files, and the columns of each register."""

from importlib import import_module

from commonground import catalogue
from commonground.registers.models.attachment import Attachment
from commonground.registers.models.bringing import Bringing
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.link import Link

for _key in catalogue.keys("commonground.registers.kinds"):  # Django finds the columns of every register here
    import_module(f"commonground.registers.kinds.{_key}")

__all__ = ["Attachment", "Bringing", "Details", "Entry", "Link"]
