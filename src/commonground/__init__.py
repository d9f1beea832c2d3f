"""Common Ground: evidence, plan, practice and report for Community Safety Partnerships."""

__version__ = "0.1.0"
