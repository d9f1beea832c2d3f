"""The pages of the tasking meeting and of hot-spot patrols."""
