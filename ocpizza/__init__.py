"""OC Pizza: the shop, what every room shares."""
