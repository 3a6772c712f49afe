"""What is promised of people: who may do what where, and how they come in and leave."""
