"""Did it make a difference? Estimates of a change after a start, each with what it takes for granted."""
