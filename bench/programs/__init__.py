"""Processes that the figures start: crowds of screens, HTTP load, orders placed inside a Django process."""
