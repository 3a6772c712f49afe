"""The counter: what can be sold now, what has to be settled with customers, and the till."""
