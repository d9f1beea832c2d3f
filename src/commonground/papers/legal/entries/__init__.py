"""The entries of the legal library: each says where it was read and when, and is confirmed by an officer before use."""
