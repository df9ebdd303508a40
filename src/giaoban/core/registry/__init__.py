"""What exists: units, their changes, indicators, periods, codelists; all dated, all with a source."""
