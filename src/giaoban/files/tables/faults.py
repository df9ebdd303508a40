"""What is wrong with a file as a whole."""

from giaoban.core.errors import Finding, Invalid, Place


def unreadable(file: str, code: str, title: str, detail: str) -> Invalid:
    """Return the refusal of a whole file, carrying its one finding."""
    finding = Finding(code, title, detail, Place(file))
    return Invalid(title, detail, finding.where, (finding,))
