"""The province's desk: what a unit's people owe in a round, filled in, completed and submitted."""
