"""One module for each thing a hand reaches for: the tickets, the recipes, what is out."""
