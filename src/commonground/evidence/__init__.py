"""What we can say: measures, periods, comparisons, findings, disclosure control and the evidence store."""
