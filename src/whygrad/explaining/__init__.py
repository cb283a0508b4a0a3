"""Explaining: why a gradient is what it is, the chain rule as steps on a blackboard."""
