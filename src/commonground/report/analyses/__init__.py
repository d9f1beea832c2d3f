"""One module per analysis; the folder is the catalogue. A module imports its method inside the function that works."""
