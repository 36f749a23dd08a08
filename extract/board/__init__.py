"""The Dashboard: what it counts, as formulas and as the figures that they come to."""
