"""Pages: load through a getter, fill a form, call a change, render."""
