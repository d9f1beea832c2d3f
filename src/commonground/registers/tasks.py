"""The jobs of this package, and what is done by the clock. Each may run twice, or late, without harm."""

from commonground.registers.tasking.jobs import build, write_letters

__all__ = ["build", "write_letters"]
