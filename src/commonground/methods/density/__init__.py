"""Density: how many events to the square kilometre, or to a thousand people, and over what distance to smooth."""

from commonground.methods.density.bandwidth import Chosen, least_error, likelihood, rule_of_thumb
from commonground.methods.density.surface import Density, DualDensity, dual_density, kernel_density

__all__ = [
    "Chosen", "Density", "DualDensity", "dual_density", "kernel_density", "least_error", "likelihood", "rule_of_thumb",
]  # fmt: skip
