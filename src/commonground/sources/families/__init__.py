"""Families of files: the columns a publisher puts in all of them, and the SQL that reads those columns."""
