"""The virus scanner, as files that are sent meet it."""

from commonground.partnership.scanner import ScannerDown, scan

__all__ = ["ScannerDown", "scan"]
