"""Refusals: why an uploaded file is not taken in, in words without anything of the file itself."""

from collections.abc import Iterable, Mapping

from giaoban.core.errors import Finding, Place

#: Code → what is wrong, and what to do; the gravest first. A log may keep the code: it tells no file.
REASONS: Mapping[str, tuple[str, str]] = {
    "marked": (
        "The file carries a mark of secrecy",
        "Nothing of it was kept. Handle it outside of this system, by the rules for secrets.",
    ),
    "doubted": (
        "Something in the file looks like a mark of secrecy",
        "Nothing of it was kept. If it is none, put it in a sentence; else handle it outside of this system.",
    ),
    "declared": (
        "A file of this classification is not taken in",
        "Nothing of it was kept. Handle it outside of this system, by the rules for secrets.",
    ),
    "undeclared": ("The classification of the file was not chosen", "Choose one of those that are offered."),
    "infected": ("The virus scanner found something in the file", "Have the device checked that wrote it."),
    "not_scanned": ("The virus scanner gave no answer", "Try again later, or tell the administrator."),
    "macros": ("The file holds a program (macros)", "Save it without macros, as .docx or .xlsx."),
    "active": ("The PDF holds a program or starts an action", "Print it anew as a PDF."),
    "embedded": ("Another file lies inside the file", "Take it out, or paste it as a picture."),
    "external": ("The file fetches from elsewhere", "Break its links to other files and templates."),
    "disguised": ("The file can be read in two ways", "Save it anew with the program that wrote it."),
    "locked": ("The file has a password, or is of an old kind", "Save it without one, as .docx or .xlsx."),
    "too_large": ("The file is larger than may be", "Make its pictures smaller, or split it."),
    "too_long": ("The file has more parts or pages than can be checked", "Split it."),
    "damaged": ("The file is damaged", "Open it, save it anew and try again."),
    "empty": ("The file is empty", "Check that the right one was chosen."),
    "unknown_kind": ("Files of this kind are not taken", "Send PDF, .docx, .xlsx, PNG, JPEG or UTF-8 text."),
    "wrong_ending": ("The name of the file does not say what it holds", "Give it the ending of its kind."),
    "bad_name": ("The name of the file is not taken", "Use letters, digits, spaces, points and hyphens."),
}  # fmt: skip
#: What does not stop a file, but should be known.
WARNINGS: Mapping[str, tuple[str, str]] = {
    "not_read": (
        "There are pictures that nobody has read",
        "The check for marks reads text only: look at each picture and scanned page yourself.",
    ),
}


def refusal(code: str, where: Place | None = None) -> Finding:
    """Return the finding that keeps a file out."""
    title, detail = REASONS[code]
    return Finding(code, title, detail, where or Place())


def warning(code: str, where: Place | None = None) -> Finding:
    """Return the finding that comes with a file that was taken in."""
    title, detail = WARNINGS[code]
    return Finding(code, title, detail, where or Place(), "warning")


def reason(findings: Iterable[Finding]) -> str:
    """Return the code of the gravest finding: the one word of a refusal that a log may keep."""
    order = list(REASONS)
    return min((one.code for one in findings if one.code in REASONS), key=order.index)
