"""The columnar store: immutable, append-only Parquet segments, read by an in-memory engine."""
