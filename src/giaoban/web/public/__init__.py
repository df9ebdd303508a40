"""The public desk: what everybody may read, one file per noun."""
