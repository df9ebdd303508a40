"""The ministry's desk: what a body that leads or co-ordinates is asked for, and what it says to that."""
