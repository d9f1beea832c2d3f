"""What is done in the registers: each in one transaction, with its line of the access log."""
