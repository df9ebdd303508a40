"""Screens for gaming: exact tests whose signals go to verifiers with the unit's reply, never into a score."""
