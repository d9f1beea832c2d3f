"""What we tell others: charts, maps, tables and sections, rendered to HTML, PDF and Word."""
