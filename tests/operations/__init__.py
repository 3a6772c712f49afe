"""What is promised to those who run the product."""
