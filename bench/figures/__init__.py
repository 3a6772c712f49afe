"""One module for each figure; its docstring says what is measured and how, and `measure(shop)` returns its rows."""
