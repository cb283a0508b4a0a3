"""How fast, and how large: measured beside peers in one run, so that the machine cancels out."""
