"""Template tags of the pages about purchases and figures."""
