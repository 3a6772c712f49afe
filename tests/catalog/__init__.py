"""What is promised of the menu."""
