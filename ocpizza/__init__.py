"""OC Pizza: the shop, what every room shares."""

__version__ = "1.0.0"
