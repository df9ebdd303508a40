"""The report as PDF, typeset from the same blocks and the same layout as the Word document."""
