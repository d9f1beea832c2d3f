"""Pages: what the evidence says to a reader who asks, as small reports of blocks under the guard of a report."""
