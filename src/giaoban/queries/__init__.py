"""Queries: every way to read, one file per noun."""
