"""Templates as data: what a plan is asked to hold. A version is a value, shipped as a file, never edited in place."""
