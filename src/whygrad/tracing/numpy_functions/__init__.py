"""NumPy's functions on traced arrays, one file a kind; `registry` says which of them traces which."""
