"""The law that reports name: dated paragraphs in plain words, and what is no longer the law."""

from commonground.papers.legal.law import Law, laws
from commonground.papers.legal.outdated import OUTDATED, Outdated, outdated_in

__all__ = ["OUTDATED", "Law", "Outdated", "laws", "outdated_in"]
