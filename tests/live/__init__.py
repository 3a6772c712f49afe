"""Speaks websocket: the live layer, alone with two toy screens."""
