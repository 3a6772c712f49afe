"""Tests mirror the packages; tests/services.py starts what they need."""
