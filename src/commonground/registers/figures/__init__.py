"""What the entries of one register say as a whole, in the blocks of a report: one module for each register."""
