"""How large a list of entries may be that is sent in, and how long one is on paper."""

from commonground.partnership.spreadsheets.limits import Taken

ENTRIES = Taken(
    what="a list of entries", the="the list", files="a spreadsheet or a CSV file", source="the spreadsheet",
    saved=".xlsx or .ods", bytes=20 << 20, expanded=150 << 20, rows=20_000, columns=120, tables=40,
)  # fmt: skip
WANTED = "Excel (.xlsx), OpenDocument (.ods) or CSV"
MOST_ON_PAPER = 1_000
"""Entries of a PDF or Word list: more are no reading, and take minutes to lay out."""
