"""Entries in and out of files: a spreadsheet brought into a register, and a register taken away, whatever register."""
