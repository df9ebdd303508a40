"""Parts of pages: what a factsheet says, arranged for the templates that show it."""
