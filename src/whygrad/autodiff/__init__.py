"""Derivatives of graphs by the chain rule."""
