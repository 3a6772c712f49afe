"""What is promised of orders: placing, every verb, the table of their life, prices, promises."""
