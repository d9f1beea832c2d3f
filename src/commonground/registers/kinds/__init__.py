"""One module per register: its columns as a model, and its declaration; the folder is the catalogue."""
