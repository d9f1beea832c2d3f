"""Registers: what a partnership keeps a list of. One spine for every entry, one file for each register."""
