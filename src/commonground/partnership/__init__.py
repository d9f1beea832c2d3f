"""Who is at the table: partnerships, agencies, members and roles, the rules of who may, and the access log."""
