"""Who may send and withdraw files."""
