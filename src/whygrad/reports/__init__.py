"""Reports: one renderer a format. A language is chosen here, in `words`, and nowhere below."""
