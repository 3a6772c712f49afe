"""Measures what the product promises, each figure beside a reference in the same run: `make bench`."""
