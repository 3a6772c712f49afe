"""The kitchen: what the cooks see."""
