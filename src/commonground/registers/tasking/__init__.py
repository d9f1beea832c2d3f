"""The monthly violent crime tasking meeting: its briefing, agenda, decisions, tasks and minutes; and hot-spot patrols."""
