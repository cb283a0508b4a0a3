"""A graph as source code: plain NumPy, as a careful person would write it."""
