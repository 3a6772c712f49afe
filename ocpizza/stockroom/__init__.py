"""The stockroom: what a store has left, what came in, went out, was lost or counted."""
