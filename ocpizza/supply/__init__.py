"""Buying and reckoning: lots and their recall, purchases, margins, and the figures of a week."""
