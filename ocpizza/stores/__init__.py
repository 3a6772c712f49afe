"""Points of sale: where they are, when they are open, where they deliver and for how much."""
