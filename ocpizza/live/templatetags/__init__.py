"""The template tags of the live layer."""
