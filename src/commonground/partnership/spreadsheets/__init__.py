"""Spreadsheets that somebody sends in, and files that are taken away: read and written without running anything.

Pure: files and values, no database. What a table means is asked elsewhere (``plan.moving``, ``registers.moving``).
"""
