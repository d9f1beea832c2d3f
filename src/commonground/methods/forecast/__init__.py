"""Forecasts of monthly totals of whole areas: never of people, never of small places."""
