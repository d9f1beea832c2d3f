"""What the entries of a register say as a whole, where that takes more than a few lines."""
