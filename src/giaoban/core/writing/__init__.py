"""Writing: frozen figures become sentences, tables and charts; every number keeps its figure."""
