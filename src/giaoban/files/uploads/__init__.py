"""Uploads: files that people send, looked at in memory before anything of them is kept."""
