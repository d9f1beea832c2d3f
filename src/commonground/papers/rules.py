"""Who may write, approve and publish."""
