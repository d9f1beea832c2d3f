"""What people are asked, and the look of the questions."""
