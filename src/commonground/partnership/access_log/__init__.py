"""The access log: who looked at what, who changed what, who was told what. It only grows, and it is sealed."""

from commonground.partnership.access_log.chain import Verdict, seal, verify
from commonground.partnership.access_log.context import acting
from commonground.partnership.access_log.writing import Kind, handed_over, name_of, record

__all__ = ["Kind", "Verdict", "acting", "handed_over", "name_of", "record", "seal", "verify"]
