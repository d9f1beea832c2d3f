"""The verbs of a response. Each writes its row of the access log in the same transaction."""
