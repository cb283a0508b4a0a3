"""The chain rule for functions and programs on arrays."""
