"""Files: packs, spreadsheets, documents, charts; read and written, never interpreted here."""
