"""Documents that were printed last for a round, as files that may be handed out."""

from dataclasses import dataclass
from pathlib import Path

from giaoban.core.errors import NotFound
from giaoban.queries import workspace

#: The kinds that are handed out, each with the content type it is sent as.
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}


@dataclass(frozen=True)
class Document:
    """One printed document: its name below the round's folder, where it lies, and its size in bytes."""

    name: str
    path: Path
    size: int

    @property
    def media_type(self) -> str:
        """Return the content type of the document's kind."""
        return MEDIA_TYPES[self.path.suffix]

    @property
    def kind(self) -> str:
        """Return the kind as readers know it: DOCX, PDF, …"""
        return self.path.suffix.removeprefix(".").upper()


def files(round_id: str) -> tuple[Document, ...]:
    """Return the documents of a round: those of its folder first, then its charts.

    Edges:   a kind that is not known, a hidden file and a link are left out; no folder gives none.
    """
    folder = workspace.documents(round_id)
    if not folder.is_dir():
        return ()
    found = (path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES and _is_plain(path))
    documents = [Document(path.relative_to(folder).as_posix(), path, path.stat().st_size) for path in found]
    return tuple(sorted(documents, key=lambda document: ("/" in document.name, document.name)))


def document(round_id: str, name: str) -> Document:
    """Return one document by the name that `files` gives it; NotFound for any other name."""
    for one in files(round_id):
        if one.name == name:
            return one
    raise NotFound(f"There is no document “{name}” of this round", "Choose one from the list of documents.")


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")
