"""How large a plan may be that is sent in."""

from commonground.partnership.spreadsheets.limits import Taken

PLAN = Taken(
    what="a plan", the="the plan", files="a spreadsheet, a CSV file or a Word file",
    source="the spreadsheet or the Word file", saved=".xlsx or .docx",
    bytes=10 << 20, expanded=30 << 20, rows=3_000, columns=60, tables=40,
)  # fmt: skip
