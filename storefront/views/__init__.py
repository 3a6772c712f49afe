"""One module for each moment of a visit: stores, menu, basket, checkout, tracking."""
