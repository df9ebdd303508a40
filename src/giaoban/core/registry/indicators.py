"""Indicators: what is measured, in what, to how many decimals, and how it may be combined."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["higher", "lower", "range", "none"]


@dataclass(frozen=True)
class Indicator:
    """One indicator: `weight` names the indicator weighing it, `control_unit` carries its control total.

    `cumulation` is how its months make the year to date (sum, mean, last); empty where nobody said.
    """

    indicator: str
    names: dict[str, str]
    unit_measure: str
    decimals: int
    direction: Direction
    kind: Literal["additive", "ratio", "growth", "index", "count", "qualitative"]
    merge_rule: str
    weight: str
    control_unit: str
    source: str
    cumulation: str = ""

    @property
    def weights(self) -> tuple[str, ...]:
        """Return the indicators whose product weighs this one (`A*B` in the pack); none, no weight."""
        return tuple(self.weight.split("*")) if self.weight else ()

    def name(self, language: str) -> str:
        """Return the name in `language`, or the code where there is none."""
        return self.names.get(language, self.indicator)
