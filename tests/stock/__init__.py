"""What is promised of the stock: a ledger that adds up, and counts that tell the truth."""
