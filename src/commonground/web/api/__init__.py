"""The API: the same evidence, under the same guard, for a system that shows its key. Version 1 only reads."""
