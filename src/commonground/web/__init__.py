"""How people meet it: settings, urls, views, forms, templates and static files."""
