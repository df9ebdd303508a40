"""The site: pages rendered on the server from frozen factsheets; it reads through queries and core only."""
