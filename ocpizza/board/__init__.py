"""The manager's room: every store at a glance, what goes wrong on top, and the decisions it asks for."""
