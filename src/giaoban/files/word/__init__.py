"""Word documents: writing a report in a layout given as data, and reading an edited one back."""
