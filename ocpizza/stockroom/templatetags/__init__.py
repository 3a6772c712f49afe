"""Template tags of the pages around the stock."""
