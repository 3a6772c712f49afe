"""Orders: the table of their life, their rows, and the only functions that write them."""
