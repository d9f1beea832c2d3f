"""One module per measure, each declaring ``MEASURE``."""
