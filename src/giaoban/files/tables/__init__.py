"""Tables: what people send, CSV or XLSX, read into rows of cells with their addresses."""

from giaoban.files.tables.reading import read_tables

__all__ = ["read_tables"]
