"""The report as one page of HTML that stands alone: style, charts and sources inside."""
