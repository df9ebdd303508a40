"""Workbooks that the product writes."""
