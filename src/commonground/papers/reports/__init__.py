"""Reports beside the assessment: what each kind consists of, and how it is written. Values and functions alone."""
