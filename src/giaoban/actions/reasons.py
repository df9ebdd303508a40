"""Reasons: what a step that others must be able to understand is refused without."""

from giaoban.core.errors import Invalid

_LONGEST = 2000


def require(reason: str) -> None:
    """Refuse a step without a reason, or with a novel.

    Raises:  Invalid.
    """
    if not reason.strip():
        raise Invalid("There is no reason", "Say why.")
    if len(reason) > _LONGEST:
        raise Invalid("The reason is too long", "Shorten it.")
