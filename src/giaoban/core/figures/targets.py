"""Targets and results: what a unit set itself, and what it reached."""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Literal

from giaoban.core.figures.observations import as_record
from giaoban.core.registry.indicators import Direction

Op = Literal["=", ">=", "<=", ">", "<", "range", "text"]
Kind = Literal["target", "scenario"]
Verdict = Literal["exceeded", "met", "not_met", "not_reported", "not_applicable", "undetermined"]


@dataclass(frozen=True)
class Target:
    """One version of one target of one unit.

    `number` is its place in the unit's own list; `counts` is false for sub-rows, which carry results of
    their own but are not counted; `weight` (empty if none) is a sub-row's weight in its parent.
    """

    target_id: str
    unit_key: str
    period: str
    number: str
    text: str
    group: str
    indicator: str
    op: Op
    target: Decimal | None
    target_to: Decimal | None
    unit_measure: str
    direction: Direction
    counts: bool
    instrument: str
    valid_from: str
    source: str
    weight: str = ""
    signer: str = ""
    kind: Kind = "target"
    term_target: str = ""
    cascaded_from: str = ""

    def record(self) -> dict[str, Any]:
        """Return the version as the factsheet carries it; `target_version` is its content id.

        Edges:   what was not said of the ledger's later columns is left out, so that a version that was
                 recorded before they came keeps its id.
        """
        unsaid = {name for name, default in _LATER.items() if getattr(self, name) == default}
        said = {name: value for name, value in vars(self).items() if name not in unsaid}
        return as_record("target_version", SimpleNamespace(**said))


#: Columns that came after the first targets were recorded, with what a target without them means.
_LATER = {"signer": "", "kind": "target", "term_target": "", "cascaded_from": ""}


@dataclass(frozen=True)
class Result:
    """One reported result of one target. `verdict` is a person's confirmation, empty where none was given."""

    target_id: str
    value: str
    verdict: str
    verdict_reason: str
    obs_status: str
    released: str
    source: str

    def record(self) -> dict[str, Any]:
        """Return the result as the factsheet carries it; `result_id` is its content id."""
        return as_record("result_id", self)
