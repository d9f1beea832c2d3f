"""What the entries of a register say as a whole: the blocks of its page of figures."""
