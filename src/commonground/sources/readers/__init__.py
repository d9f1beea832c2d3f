"""Reading what publishers deliver: files, folders and archives, one `Delivery` each; see ``intake``."""
