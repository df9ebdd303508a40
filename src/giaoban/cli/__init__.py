"""The command line: the same actions and queries as the site, from a terminal; one file per noun."""
