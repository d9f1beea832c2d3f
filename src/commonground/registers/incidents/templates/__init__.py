"""Checklists of a response. Those that come with Common Ground are the JSON files here; ``form.json`` is their form."""
