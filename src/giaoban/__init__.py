"""Giao Ban: periodic performance review of a government's localities."""
