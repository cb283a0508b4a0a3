"""Checking gradients of functions on arrays: what is checked, where it is tried, whether it is right, and which slip explains it."""
