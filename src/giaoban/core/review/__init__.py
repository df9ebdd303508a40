"""The review: attainment, tallies, rankings, trends and comparisons, frozen into a factsheet."""
