"""Figures: observations, targets and results, how they are read, checked and chosen."""
