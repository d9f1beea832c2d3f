"""One module per section of the assessment, each declaring ``SECTION``."""
