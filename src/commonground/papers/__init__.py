"""What we have written: assessments built and frozen, officers' passages, and what is published by whom."""
