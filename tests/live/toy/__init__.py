"""Screens without a shop."""
