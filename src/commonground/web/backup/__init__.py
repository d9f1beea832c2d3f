"""Backups: database, evidence and files as they were at one moment, each with its hash, and the way back."""
