"""Charts: marks of a factsheet's chart drawn as SVG and PNG, for pages and documents alike."""
