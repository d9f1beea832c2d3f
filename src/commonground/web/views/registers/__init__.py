"""Pages of the registers, the same for every register: what is particular to one is in its declaration."""
