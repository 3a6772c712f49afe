"""The rare edit by hand."""
