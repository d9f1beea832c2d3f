"""The kinds of report. One module declares one; an authority’s own form is another module here."""
