"""What is promised of the stores: when they are open, in Paris time, on every day of the year."""
