"""What is done with the plan: each function writes in one transaction, with its line in the access log."""
