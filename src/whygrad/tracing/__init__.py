"""Frontends: a program as a person wrote it becomes a `Graph`."""
