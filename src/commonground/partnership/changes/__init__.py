"""The verbs of the table. Each writes its line of the access log in the same transaction, and takes ``by=``."""
