"""People who work here and people who buy here: users, their roles in the stores, and the gates that check them."""
