"""The interface for programs: the forms, checks and steps of the pages, as documents under `/api/v1/`."""
