"""Wordings: a pack's words, numbers, periods and names in the reader's language, before any factsheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from giaoban.core.registry.packs import Pack, Round
from giaoban.core.writing.numbers import say_number
from giaoban.core.writing.periods import say_period
from giaoban.queries import packs
from giaoban.web.components.sheets import speak
from giaoban.web.components.values import MISSING

#: How numbers are written where a pack does not say it.
_PLAIN = {"decimal": ".", "group": ",", "minus": "-"}


@dataclass(frozen=True)
class Words:
    """One pack in one of its languages; `is_foreign` where that is not the language of the page."""

    pack: Pack
    language: str
    is_foreign: bool = False

    @property
    def wording(self) -> Mapping[str, Any]:
        """Return what the pack says in this language."""
        return self.pack.wording.get(self.language, {})

    def number(self, value: Decimal | None, decimals: int | None = None) -> str:
        """Return a number in the marks of the language, or a dash."""
        if value is None:
            return MISSING
        return say_number(value, self.wording.get("numbers", _PLAIN), decimals)

    def time(self, period: str) -> str:
        """Return a period in words, or as it is written where the pack has none for it."""
        return say_period(period, self.wording) if "periods" in self.wording else period

    def unit_measure(self, code: str) -> str:
        """Return what a unit of measure is called: its symbol, else its name."""
        return self._of_code("unit_measures", code, "symbol") or self._of_code("unit_measures", code, "names")

    def grade(self, obs_status: str) -> str:
        """Return the grade of a value where it is not final."""
        if obs_status in ("", "A"):
            return ""
        return str(self.wording.get("statuses", {}).get(obs_status, "")) or self._of_code(
            "obs_status", obs_status, "names"
        )

    def name(self, names: Mapping[str, str]) -> str:
        """Return the name in this language, or the first there is."""
        return names.get(self.language) or next(iter(names.values()), "")

    def code(self, codelist: str, code: str) -> str:
        """Return what a code of a codelist is called; the code itself where the pack does not know it."""
        return self._of_code(codelist, code, "names") if code else ""

    def title(self, review: Round) -> str:
        """Return the title of a round."""
        return self.name(review.settings["titles"])

    def _of_code(self, codelist: str, code: str, which: str) -> str:
        entry = self.pack.codelists.get(codelist, {}).get(code)
        names = getattr(entry, which, {})
        return names.get(self.language, "") if entry else code


def words_of(pack: Pack) -> Words:
    """Return a pack's words in the language of the page, or in its own."""
    asked = get_language() or pack.languages[0]
    own = speak(pack.languages, asked)
    return Words(pack, own, own != asked)


def words_of_round(round_id: str) -> tuple[Words, Round]:
    """Return the words of a round's pack, and the round.

    Raises:  NotFound if there is no such round.
    """
    pack, review = packs.of_round(round_id)
    return words_of(pack), review
