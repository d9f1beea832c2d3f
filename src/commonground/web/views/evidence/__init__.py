"""The evidence in the browser: overview, measures, boroughs beside each other, the map, and what may be downloaded.

Each module is one kind of page. The numbers, the sentences and the disclosure guard are `report.pages`;
a view here asks for a page, shows it, and says in the log what was shown.
"""
