"""Moving in and out: a plan as a workbook, CSV, JSON or Word file, and the plan that a borough already has, read in.

Pure: files and values, no database. Whoever calls has asked whether the file is clean (``deliveries``) and who may.
"""
