"""Checking hand-written gradients: what is claimed, whether it is true, which mistake explains it, what mends it."""
