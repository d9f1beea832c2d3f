"""What we were sent: files that an analyst adds to the partnership's own evidence, and what became of them."""
