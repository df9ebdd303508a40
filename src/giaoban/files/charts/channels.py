"""Pieces that every specification uses: channels taken as given, links, wrapped text."""

from typing import Any

#: A mark's link to its figure, and the words that a screen reader says for it.
LINKED = {"href": {"field": "href", "type": "nominal"}, "description": {"field": "spoken", "type": "nominal"}}


def as_given(field: str) -> dict[str, Any]:
    """Return a channel that takes colours or shapes as the data name them."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def wrapped(text: str, limit: int) -> list[str]:
    """Return the text in lines of at most `limit` letters, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
