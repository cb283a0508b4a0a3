"""The circuit as a page: one file that works from disk, with nothing to load."""
