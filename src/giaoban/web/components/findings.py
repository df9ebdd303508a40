"""Findings in words: what is wrong and what to do, in the reader's language and number style."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext

from giaoban.core.conduct import directives, positions, register_lists, registering
from giaoban.core.errors import Finding
from giaoban.core.figures import faults
from giaoban.core.writing.numbers import say_number
from giaoban.web.components.marks import mark

#: code → what is wrong, and what to do; what two say by one code, they say in the same words.
_TEXTS = {
    **directives.TEXTS,
    **registering.TEXTS,
    **register_lists.TEXTS,
    **positions.TEXTS,
    **faults.TEXTS,
}


def say(finding: Finding) -> tuple[str, str]:
    """Return what is wrong and what to do; a finding that has no values as it was written, if need be."""
    texts = _TEXTS.get(finding.code, ("", ""))
    if not _is_of(finding, texts):
        return _translated(finding.title), _translated(finding.detail)
    values = {name: _SAYERS.get(name, _number)(text) for name, text in finding.values}
    title, detail = (gettext(text) % values for text in texts)
    return title, detail


def _is_of(finding: Finding, texts: tuple[str, str]) -> bool:
    """Return whether the finding says just these texts: another may have taken the same code for its own."""
    try:
        return finding.title == texts[0] % dict(finding.values)
    except KeyError:
        return False


def _translated(text: str) -> str:
    return gettext(text) if text else ""


def _number(text: str) -> str:
    return say_number(Decimal(text), _marks())


def _numbers(text: str) -> str:
    """Return every number in a text in the marks of the language."""
    return re.sub(r"\d+(?:\.\d+)?", lambda found: _number(found[0]), text)


def _typed(text: str) -> str:
    """Return a number as somebody may type it: without marks between thousands."""
    return say_number(Decimal(text), {**_marks(), "group": ""})


def _verdict(text: str) -> str:
    return str(mark(text).word)


def _marks() -> dict[str, str]:
    return {
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "group": get_format("THOUSAND_SEPARATOR"),
        "minus": "-",
    }


#: The values that are no plain numbers.
_SAYERS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("text", "line", "other", "names", "unit", "unit_key", "file"), str),
    # What a workbook says of its cells, and of its addressee.
    **dict.fromkeys(
        ("sheet", "row", "column", "span", "heading", "here", "there", "unit_code", "was", "measure"), str
    ),
    **dict.fromkeys(("before", "after", "person", "issued", "asked", "day", "instrument"), str),
    **dict.fromkeys(("period", "quote", "font", "encoding"), str),
    **dict.fromkeys(("held", "said"), _numbers),
    **dict.fromkeys(("whole", "fraction", "padded"), _typed),
    **dict.fromkeys(("verdict", "computed"), _verdict),
    "reason": _translated,
}
