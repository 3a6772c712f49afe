"""The demonstration: its data, its door and its Friday night."""
