"""Records: the one Django app with tables."""
