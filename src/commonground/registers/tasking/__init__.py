"""The monthly violent crime tasking meeting: its briefing, agenda, tasks and minutes; and hot-spot patrols."""
