"""A document layout as a pack gives it: its texts in one language, its lengths in twentieths of a point."""

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

_TWIPS_PER_MM = 1440 / 25.4

# Widths of letters in thousandths of the type size, for drawing a line as long as a text above it.
_NARROW = {**dict.fromkeys("il.,:;-' ", 290), **dict.fromkeys("jftrs/()*", 350), "I": 389}
_WIDE = {"M": 944, "W": 1000, "m": 833, "w": 722, "%": 1000, **dict.fromkeys("OGQHK", 778)}
_MIDDLE = dict.fromkeys("bdhknpqu", 556)


def twips(millimetres: float) -> int:
    """Return the length in twips, rounded up so that a smallest margin stays within its rule."""
    return math.ceil(millimetres * _TWIPS_PER_MM - 1e-6)


def spoken(text: str | Mapping[str, str], language: str) -> str:
    """Return the layout's text in `language`; a plain text serves every language."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()))


def words_of(factsheet: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what a report's layout may ask for: the round's title and the conference's year."""
    header = factsheet["header"]
    titles = header["titles"]
    title = titles.get(language) or next(iter(titles.values()))
    return {"title": title, "year": header["conference_on"][:4]}


def filled(text: str | Mapping[str, str], words: Mapping[str, str], language: str) -> str:
    """Return the layout's text in `language` with the words put in that it asks for."""
    return spoken(text, language).format(**words)


def at_stage(layout: Any, stage: str) -> Any:
    """Return the layout without the lines that stand only in a document of another stage (`when`)."""
    if isinstance(layout, Mapping):
        return {key: at_stage(value, stage) for key, value in layout.items()}
    if isinstance(layout, list | tuple):
        return [at_stage(one, stage) for one in layout if _stands(one, stage)]
    return layout


def _stands(line: Any, stage: str) -> bool:
    return not isinstance(line, Mapping) or line.get("when", stage) == stage


def text_width(text: str, size: float) -> int:
    """Return about how wide the bold text is, in twips; marks on letters add nothing."""
    bare = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    letters = [letter for letter in bare if not unicodedata.combining(letter)]
    return round(sum(_letter_width(letter) for letter in letters) / 1000 * size * 20)


def _letter_width(letter: str) -> int:
    known = _NARROW.get(letter) or _WIDE.get(letter) or _MIDDLE.get(letter)
    return known or (690 if letter.isupper() else 500)
