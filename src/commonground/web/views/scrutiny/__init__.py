"""Scrutiny of stop and search: who is searched, section 60, the panel’s sessions, and their reports."""
