"""Data for the demonstration, the one-click entry to every role, and a Friday night at the press of a key."""
