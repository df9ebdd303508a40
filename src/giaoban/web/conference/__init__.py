"""The conference's desk: what its office, its chair and clerk and its delegates see of it."""
